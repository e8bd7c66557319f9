package dev.glint.function;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** What {@code add} takes, as it came; {@link AddRequests} says what is legal. */
@RegisterForReflection
record AddRequest(
        String imageId,
        InlineData data,
        String source,
        Upload upload,
        Boolean verify,
        Long size,
        String checksum,
        String hashAlgorithm,
        String hash) {

    /** A direct upload that the client is done with. */
    @RegisterForReflection
    record Upload(String uploadId, List<Part> parts) {}

    /** A part of it. */
    @RegisterForReflection
    record Part(Integer number, String etag) {}
}
