package dev.glint.function;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What {@code add} takes, as it came; {@link AddRequests} says what is legal. */
@RegisterForReflection
record AddRequest(
        String imageId, String data, String source, Long size, String checksum, String hashAlgorithm, String hash) {}
