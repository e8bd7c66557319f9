package dev.glint.source;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends what takes too long, by pulling the connection from under it. */
@Singleton
public class Watchdog {

    private final ScheduledThreadPoolExecutor timer;

    public Watchdog() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "glint-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Something that can block on the network. */
    @FunctionalInterface
    public interface Blocking<T> {
        T run() throws IOException;
    }

    /**
     * Runs something, and {@code end}s it after a while. It fails then, even if the work returns normally: a connection that is
     * closed while it is read can look like one that came to its end.
     *
     * @throws SocketTimeoutException if the time was not enough
     */
    public <T> T guard(Duration patience, Runnable end, Blocking<T> work) throws IOException {
        AtomicBoolean decided = new AtomicBoolean();
        Runnable bite = () -> {
            if (decided.compareAndSet(false, true)) {
                end.run();
            }
        };
        ScheduledFuture<?> later = timer.schedule(bite, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            T result = work.run();
            if (decided.compareAndSet(false, true)) {
                return result;
            }
        } catch (IOException e) {
            throw decided.compareAndSet(false, true) ? e : late(patience, e);
        } finally {
            later.cancel(false);
        }
        throw late(patience, null);
    }

    private static IOException late(Duration patience, IOException cause) {
        IOException late = new SocketTimeoutException("It took longer than " + patience + ".");
        late.initCause(cause);
        return late;
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
