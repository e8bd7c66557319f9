package dev.glint.function;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** An image by exactly one of its id and its location: what {@code get-size} takes. */
@RegisterForReflection
record ImageRequest(String imageId, String location) {}
