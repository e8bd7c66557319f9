package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoredImage;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The fields of an answer that tell the digests of an image, where they are known. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DigestFields(String checksum, String hashAlgorithm, String hash) {

    static final DigestFields UNKNOWN = new DigestFields(null, null, null);

    static DigestFields of(StoredImage image) {
        return image.digests().map(DigestFields::of).orElse(UNKNOWN);
    }

    private static DigestFields of(ImageDigests digests) {
        return new DigestFields(
                digests.checksum(),
                digests.algorithm().toString(),
                digests.hash().orElse(null));
    }
}
