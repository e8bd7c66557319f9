package dev.glint.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waiting for work on other threads as if it had been done on this one. */
final class Futures {

    private Futures() {}

    /** The result, or the failure itself rather than its wrapping. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
