package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoredImage;
import java.util.Map;
import java.util.OptionalLong;

/** Glance's tuple: location, size in bytes, MD5, multihash and metadata. Digests are there where they are known. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddResponse(
        String imageId,
        String location,
        long size,
        String checksum,
        String hashAlgorithm,
        String hash,
        Map<String, String> metadata)
        implements ImageResponse {

    static AddResponse of(StoredImage image) {
        return new AddResponse(
                image.location().id(),
                image.location().toString(),
                image.size(),
                image.digests().map(ImageDigests::checksum).orElse(null),
                image.digests()
                        .map(ImageDigests::algorithm)
                        .orElse(HashAlgorithm.NONE)
                        .toString(),
                image.digests().flatMap(ImageDigests::hash).orElse(null),
                Map.of("etag", image.etag().replace("\"", "")));
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(size);
    }
}
