package dev.glint.source;

import dev.glint.image.StoreFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A fixed number of permits, for threads or bytes, which are granted in the order in which they were asked for. Waiting takes no
 * thread.
 */
public final class PermitQueue {

    private final long total;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long free;
    private StoreFailure closed;

    private record Waiting(long count, CompletableFuture<Permit> turn) {}

    public PermitQueue(long total) {
        this.total = total;
        this.free = total;
    }

    /** How many permits there are, granted or not. */
    public long total() {
        return total;
    }

    /**
     * Asks for permits. A caller that gives up completes the answer exceptionally, which ends the wait.
     *
     * @param count at most {@link #total()}
     */
    public CompletableFuture<Permit> acquire(long count) {
        Waiting waiting = new Waiting(count, new CompletableFuture<>());
        synchronized (this) {
            queue.add(waiting);
        }
        grant();
        refuseIfClosed(waiting);
        waiting.turn.exceptionally(reason -> {
            remove(waiting);
            return null;
        });
        return waiting.turn;
    }

    /** Permits that are to be had at once, if they are. */
    public Optional<Permit> tryAcquire(long count) {
        synchronized (this) {
            if (!queue.isEmpty() || count > free) {
                return Optional.empty();
            }
            free -= count;
        }
        return Optional.of(new Permit(count));
    }

    /** Fails all that wait, and from now on all that would have to wait. */
    public void close(StoreFailure reason) {
        Deque<Waiting> all;
        synchronized (this) {
            closed = reason;
            all = new ArrayDeque<>(queue);
        }
        all.forEach(this::refuseIfClosed);
    }

    private void refuseIfClosed(Waiting waiting) {
        StoreFailure reason;
        synchronized (this) {
            reason = closed;
        }
        if (reason != null) {
            waiting.turn.completeExceptionally(reason);
        }
    }

    private void remove(Waiting waiting) {
        synchronized (this) {
            queue.remove(waiting);
        }
        // It may have stood before one that needs less.
        grant();
    }

    private void grant() {
        for (Waiting next = next(); next != null; next = next()) {
            Permit permit = new Permit(next.count);
            if (!next.turn.complete(permit)) {
                permit.close();
            }
        }
    }

    private synchronized Waiting next() {
        if (queue.isEmpty() || queue.peek().count > free) {
            return null;
        }
        free -= queue.peek().count;
        return queue.poll();
    }

    private void giveBack(long count) {
        synchronized (this) {
            free += count;
        }
        grant();
    }

    /** Permits that were granted. */
    public final class Permit implements AutoCloseable {

        private final long count;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        private Permit(long count) {
            this.count = count;
        }

        /** Gives them back; once is enough. */
        @Override
        public void close() {
            if (!isClosed.getAndSet(true)) {
                giveBack(count);
            }
        }
    }
}
