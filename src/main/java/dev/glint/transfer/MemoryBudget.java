package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.config.StoreSettings;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory for image bytes that all calls share: half of the heap, or the parts of one add if these are more.
 *
 * <p>Shares of it grow as they fill, so that many together could take all memory and none be complete. Therefore a reserve of one
 * part is lent only to the share that has waited longest: it completes, is sent, and gives its memory back to the others. If it
 * does not complete within half of the patience while others wait, its call is cancelled: then a slow source fails, and not
 * everybody else.
 */
@Singleton
public final class MemoryBudget {

    private final long total;
    private final LentReserve reserve;
    private final Duration patience;

    private final ReentrantLock lock = new ReentrantLock();
    private final Turns turns = new Turns(lock);
    private long free;

    @Inject
    public MemoryBudget(StoreSettings settings) {
        this(
                Math.max(Runtime.getRuntime().maxMemory() / 2, settings.partMemory()),
                Math.min(settings.partSize, settings.partMemory()),
                settings.deadline);
    }

    /**
     * @param total bytes in all
     * @param part how many of them a part needs
     * @param patience how long a share waits to grow
     */
    public MemoryBudget(long total, long part, Duration patience) {
        this.total = total;
        this.reserve = new LentReserve(Math.min(part, total / 2), patience.dividedBy(2));
        this.patience = patience;
        this.free = total;
    }

    /** Bytes in all. */
    long total() {
        return total;
    }

    /** Bytes that nobody holds. */
    long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that images and bodies take now. */
    public long used() {
        return total - free();
    }

    boolean isIdle() {
        return free() == total;
    }

    /** A share of some bytes, now or never: empty if there is no room for it. Never waits. */
    public Optional<MemoryShare> tryAcquire(long bytes) {
        lock.lock();
        try {
            if (!turns.isEmpty() || free - bytes < reserve.bytes()) {
                return Optional.empty();
            }
            MemoryShare share = share(new Cancellation());
            take(share, bytes);
            return Optional.of(share);
        } finally {
            lock.unlock();
        }
    }

    /** A share that holds nothing yet. It waits until it can grow, or its call is cancelled. */
    public MemoryShare share(Cancellation cancellation) {
        return new MemoryShare(this, cancellation);
    }

    void grow(MemoryShare share, long bytes) {
        lock.lock();
        try {
            share.cancellation.check();
            boolean first = turns.isEmpty() || reserve.isLentTo(share);
            if (!first || !mayTake(share, bytes)) {
                awaitTurn(share, bytes);
            }
            take(share, bytes);
        } finally {
            lock.unlock();
        }
    }

    void complete(MemoryShare share) {
        lock.lock();
        try {
            if (reserve.isLentTo(share)) {
                reserve.takeBack();
                turns.wakeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    void release(MemoryShare share) {
        lock.lock();
        try {
            free += share.held;
            share.held = 0;
            complete(share);
            turns.wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    private void take(MemoryShare share, long bytes) {
        free -= bytes;
        share.held += bytes;
    }

    /** Whether there is enough for a share whose turn it is. Lends it the reserve if need be. */
    private boolean mayTake(MemoryShare share, long bytes) {
        if (free - bytes >= reserve.bytes()) {
            return true;
        }
        if (reserve.isFree() && free >= Math.max(bytes, reserve.bytes())) {
            reserve.lend(share);
        }
        return reserve.isLentTo(share) && free >= bytes;
    }

    private void awaitTurn(MemoryShare share, long bytes) {
        Condition turn = turns.enter(reserve.isLentTo(share));
        Cancellation.Registration registration = share.cancellation.onCancel(() -> turns.wake(turn));
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (!turns.isFirst(turn) || !mayTake(share, bytes)) {
                share.cancellation.check();
                awaitSignal(turn, end, turns.isFirst(turn) && !reserve.isFree() && !reserve.isLentTo(share));
            }
        } finally {
            registration.close();
            turns.leave(turn);
        }
    }

    private void awaitSignal(Condition turn, long end, boolean borrowerIsInTheWay) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw exhausted();
        }
        if (borrowerIsInTheWay && reserve.nanosLeft() <= 0) {
            cancelBorrower();
            return;
        }
        try {
            turn.awaitNanos(borrowerIsInTheWay ? Math.min(left, reserve.nanosLeft()) : left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw exhausted();
        }
    }

    /** What it holds comes back soon; not before is there enough for the next one to borrow. */
    private void cancelBorrower() {
        Cancellation slow = reserve.takeBack().cancellation;
        lock.unlock();
        try {
            slow.cancel(STORE_UNAVAILABLE.because("The source is too slow while memory is short; try again."));
        } finally {
            lock.lock();
        }
    }

    /** There is no room for more. */
    public static StoreFailure exhausted() {
        return STORE_UNAVAILABLE.because("All memory for images is taken by others; try again.");
    }
}
