package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoredImage;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Glance's tuple: location, size in bytes, MD5, multihash and metadata; and the format, with the size of the disk in bytes. Digests
 * and that size are there where they are known.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddResponse(
        String imageId,
        String location,
        long size,
        String checksum,
        String hashAlgorithm,
        String hash,
        String format,
        Long virtualSize,
        Map<String, String> metadata)
        implements ImageResponse {

    static AddResponse of(StoredImage image) {
        DigestFields known = DigestFields.of(image);
        return new AddResponse(
                image.location().id(),
                image.location().toString(),
                image.size(),
                known.checksum(),
                Objects.requireNonNullElse(known.hashAlgorithm(), HashAlgorithm.NONE.toString()),
                known.hash(),
                known.format(),
                known.virtualSize(),
                Map.of("etag", image.etag().replace("\"", "")));
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(size);
    }
}
