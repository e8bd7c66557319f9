package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glint.image.ImageLocation;
import dev.glint.store.PresignedUrl;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A URL, how to use it, and until when; {@code size} in bytes where it was looked up. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PresignResponse(
        @JsonIgnore String imageId, String url, String method, Map<String, String> headers, String expiresAt, Long size)
        implements ImageResponse {

    static PresignResponse download(ImageLocation location, PresignedUrl presigned, Long size) {
        String expiresAt = presigned.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString();
        return new PresignResponse(location.id(), presigned.url(), "GET", Map.of(), expiresAt, size);
    }
}
