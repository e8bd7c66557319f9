package dev.glint.transfer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waiting for work on other threads as if it had been done on this one. */
public final class Futures {

    private Futures() {}

    /** The result, or the failure itself rather than its wrapping. */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
