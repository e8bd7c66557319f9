package dev.glint.source;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what takes too long, by pulling the connection from under it. */
@Singleton
public class Watchdog {

    private final ScheduledThreadPoolExecutor timer;

    Watchdog() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "glint-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Something that can block on the network. */
    @FunctionalInterface
    public interface Blocking<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs something, and {@code end}s it after a while; it then fails in its own way. */
    public <T, E extends Exception> T guard(Duration patience, Runnable end, Blocking<T, E> work) throws E {
        ScheduledFuture<?> bite = timer.schedule(end, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.run();
        } finally {
            bite.cancel(false);
        }
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
