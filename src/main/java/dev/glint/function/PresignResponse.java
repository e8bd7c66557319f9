package dev.glint.function;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoredImage;
import dev.glint.s3.PresignedUpload;
import dev.glint.s3.PresignedUrl;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A URL, how to use it, and until when; or those of the parts of an upload. Sizes are in bytes; {@code size} and digests are there
 * where they were looked up.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PresignResponse(
        @JsonIgnore String imageId,
        String url,
        String method,
        Map<String, String> headers,
        String uploadId,
        Long partSize,
        List<Part> parts,
        String expiresAt,
        Long size,
        @JsonUnwrapped DigestFields digests)
        implements ImageResponse {

    /** One part of an upload, and the URL to which it is PUT. */
    @RegisterForReflection
    public record Part(int number, long size, String url, Map<String, String> headers) {}

    static PresignResponse download(ImageLocation location, PresignedUrl presigned, Optional<StoredImage> image) {
        return new PresignResponse(
                location.id(),
                presigned.url(),
                "GET",
                Map.of(),
                null,
                null,
                null,
                text(presigned.expiresAt()),
                image.map(StoredImage::size).orElse(null),
                image.map(DigestFields::of).orElse(DigestFields.UNKNOWN));
    }

    static PresignResponse upload(ImageLocation location, PresignedUpload presigned) {
        String expiresAt = text(presigned.expiresAt());
        if (presigned.uploadId().isEmpty()) {
            PresignedUpload.Part whole = presigned.parts().get(0);
            return new PresignResponse(
                    location.id(),
                    whole.url(),
                    "PUT",
                    whole.headers(),
                    null,
                    null,
                    null,
                    expiresAt,
                    null,
                    DigestFields.UNKNOWN);
        }
        List<Part> parts = presigned.parts().stream()
                .map(part -> new Part(part.number(), part.size(), part.url(), part.headers()))
                .toList();
        return new PresignResponse(
                location.id(),
                null,
                null,
                null,
                presigned.uploadId().orElseThrow(),
                presigned.partSize(),
                parts,
                expiresAt,
                null,
                DigestFields.UNKNOWN);
    }

    /** Rounded down, so that the URL is valid until then. */
    private static String text(Instant expiresAt) {
        return expiresAt.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public OptionalLong bytes() {
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }

    @Override
    public String checksum() {
        return digests.checksum();
    }
}
