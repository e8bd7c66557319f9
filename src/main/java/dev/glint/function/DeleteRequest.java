package dev.glint.function;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What {@code delete} takes: an image, or an upload of one that is not finished. */
@RegisterForReflection
record DeleteRequest(String imageId, String location, String uploadId) {}
