package dev.glint.transfer;

import dev.glint.image.OutOfMemory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that send and digest parts, and clean up. They are started when they are needed, and keep the context of the call. */
public final class Workers implements AutoCloseable {

    private final ExecutorService threads;

    public Workers() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "glint-upload-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, thrown) -> OutOfMemory.exitIfCauseOf(thrown));
            return thread;
        });
    }

    public Executor executor() {
        return CallContext.over(threads);
    }

    /**
     * Runs something to its end, and answers whether it succeeded within a time. It does not run, and does not succeed, if this
     * instance has stopped.
     */
    public boolean attempt(Runnable work, Duration patience) {
        try {
            return succeeds(start(work), patience);
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Begins to run something; throws {@link RejectedExecutionException} if this instance has stopped. */
    public CompletableFuture<Void> start(Runnable work) {
        return CompletableFuture.runAsync(work, executor());
    }

    /** Waits for something that runs, and answers whether it succeeded within a time; after that it runs on by itself. */
    public static boolean succeeds(CompletableFuture<Void> work, Duration patience) {
        try {
            work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops all work; nothing can be started after that. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
