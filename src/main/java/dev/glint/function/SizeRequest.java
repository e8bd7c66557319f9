package dev.glint.function;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What {@code get-size} takes: an image by exactly one of its id and its location, and whether to tell its digests. */
@RegisterForReflection
record SizeRequest(String imageId, String location, Boolean digests) {

    boolean asksForDigests() {
        return Boolean.TRUE.equals(digests);
    }
}
