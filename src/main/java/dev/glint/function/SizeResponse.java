package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoredImage;
import java.util.OptionalLong;

/**
 * How many bytes an image has: 0, as Glance's first driver said, where it is not available. {@code available} tells that from
 * an empty image, {@code reason} says why. Digests are there where they were asked for and are known.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SizeResponse(
        String imageId,
        String location,
        long size,
        boolean available,
        String reason,
        @JsonUnwrapped DigestFields digests)
        implements ImageResponse {

    static SizeResponse of(StoredImage image) {
        ImageLocation location = image.location();
        return new SizeResponse(location.id(), location.toString(), image.size(), true, null, DigestFields.of(image));
    }

    static SizeResponse unavailable(ImageLocation location, StoreFailure.Kind reason) {
        return new SizeResponse(location.id(), location.toString(), 0, false, reason.type(), DigestFields.UNKNOWN);
    }

    @Override
    public String checksum() {
        return digests.checksum();
    }

    @Override
    public OptionalLong bytes() {
        return available ? OptionalLong.of(size) : OptionalLong.empty();
    }

    @Override
    public String outcome() {
        return available ? "ok" : reason;
    }
}
