package dev.glint.function;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What {@code get-presigned} takes. */
@RegisterForReflection
record PresignRequest(
        String imageId,
        String location,
        String operation,
        String expiresIn,
        String filename,
        String contentType,
        Boolean verify) {}
