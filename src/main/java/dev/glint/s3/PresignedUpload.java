package dev.glint.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * URLs to which a client uploads an image.
 *
 * @param uploadId names a multipart upload; without one the only part is the whole image
 * @param partSize the size in bytes of all parts but the last
 * @param parts of all that there will be, those that were asked for
 */
public record PresignedUpload(Optional<String> uploadId, long partSize, List<Part> parts, Instant expiresAt) {

    /**
     * A URL to which anybody can PUT this many bytes, once or until it expires, so it is a secret: printing this does not show it.
     *
     * @param headers what the client must send, to the letter
     */
    public record Part(int number, long size, String url, Map<String, String> headers) {

        @Override
        public String toString() {
            return "Part[number=" + number + "]";
        }
    }
}
