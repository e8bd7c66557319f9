package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glint.image.DiskFormat;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoredImage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of an answer that tell the digests of an image, its format, and the size of its disk in bytes, where they are known. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DigestFields(String checksum, String hashAlgorithm, String hash, String format, Long virtualSize) {

    static final DigestFields UNKNOWN = new DigestFields(null, null, null, null, null);

    static DigestFields of(StoredImage image) {
        Optional<ImageDigests> digests = image.content().digests();
        Optional<DiskFormat> format = image.content().format();
        OptionalLong virtualSize = format.map(DiskFormat::virtualSize).orElse(OptionalLong.empty());
        return new DigestFields(
                digests.map(ImageDigests::checksum).orElse(null),
                digests.map(known -> known.algorithm().toString()).orElse(null),
                digests.flatMap(ImageDigests::hash).orElse(null),
                format.map(DiskFormat::name).orElse(null),
                virtualSize.isPresent() ? virtualSize.getAsLong() : null);
    }
}
