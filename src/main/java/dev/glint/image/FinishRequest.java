package dev.glint.image;

import java.util.List;
import java.util.Optional;

/**
 * How a client wants a direct upload to be finished.
 *
 * @param uploadId the multipart upload; empty after a single PUT
 * @param parts the parts as the client knows them; empty if it leaves that to S3
 * @param verified whether S3 has to vouch for the digests, or else the image to be read for them
 * @param anyHash whether any hash will do, such as one that was declared when the upload began
 */
public record FinishRequest(Optional<String> uploadId, Optional<List<Part>> parts, boolean verified, boolean anyHash) {

    /** A part; {@code etag} is what S3 answered, if the client could see it. */
    public record Part(int number, Optional<String> etag) {}
}
