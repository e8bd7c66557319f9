package dev.glint.source;

import dev.glint.image.StoreFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * The wish to stop one call, with the reason: its client is gone, its time is over, the process shuts down. It exists from
 * when the call begins. Code that waits for the call registers here to be woken, and checks again after each wait.
 */
public final class Cancellation {

    /** What waits. It is to be closed when the wait is over. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final List<Runnable> waiting = new ArrayList<>();
    private StoreFailure reason;

    /** Stops the call. Only the first reason counts. */
    public void cancel(StoreFailure why) {
        List<Runnable> toWake;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toWake = List.copyOf(waiting);
            waiting.clear();
        }
        toWake.forEach(Runnable::run);
    }

    /**
     * To be asked before each wait, after it, and before a result is put to use.
     *
     * @throws StoreFailure the reason, if the call is to stop
     */
    public synchronized void check() {
        if (reason != null) {
            throw reason;
        }
    }

    /**
     * Registers how to end a wait; if the call is to stop already, that is done at once. It is done by the thread that cancels,
     * so it must neither block nor throw, and it may still be under way when the registration has been closed.
     */
    public Registration onCancel(Runnable wake) {
        synchronized (this) {
            if (reason == null) {
                // Of two registrations of one method each is removed by itself.
                Runnable own = wake::run;
                waiting.add(own);
                return () -> remove(own);
            }
        }
        wake.run();
        return () -> {};
    }

    private synchronized void remove(Runnable wake) {
        waiting.removeIf(registered -> registered == wake);
    }
}
