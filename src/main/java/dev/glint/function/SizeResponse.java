package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import java.util.OptionalLong;

/**
 * How many bytes an image has: 0, as Glance's first driver said, where it is not available. {@code available} tells that from
 * an empty image, {@code reason} says why.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SizeResponse(String imageId, String location, long size, boolean available, String reason)
        implements ImageResponse {

    static SizeResponse of(ImageLocation location, long size) {
        return new SizeResponse(location.id(), location.toString(), size, true, null);
    }

    static SizeResponse unavailable(ImageLocation location, StoreFailure.Kind reason) {
        return new SizeResponse(location.id(), location.toString(), 0, false, reason.type());
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
