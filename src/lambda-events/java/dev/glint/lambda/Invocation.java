package dev.glint.lambda;

import java.util.function.IntSupplier;

/**
 * One invocation by Lambda.
 *
 * @param requestId the same for each attempt at an asynchronous one
 * @param remainingMillis how long it may still take before Lambda ends it
 */
public record Invocation(String requestId, IntSupplier remainingMillis) {}
