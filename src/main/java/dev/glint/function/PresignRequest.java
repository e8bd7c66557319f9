package dev.glint.function;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What {@code get-presigned} takes, as it came; {@link PresignRequests} says what is legal. */
@RegisterForReflection
record PresignRequest(
        String imageId,
        String location,
        String operation,
        String expiresIn,
        String filename,
        String contentType,
        Boolean verify,
        Long size,
        String checksum,
        String uploadId,
        Integer firstPart) {}
