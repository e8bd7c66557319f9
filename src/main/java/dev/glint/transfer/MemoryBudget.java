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
 * <p>Shares of it grow as they fill. A part begins when there is room for all of it; if the sources are slow and that takes too
 * long, it begins all the same, so that many together could take all memory and none be complete. Therefore a reserve of one
 * part is lent only to the share that has waited longest: it completes, is sent, and gives its memory back to the others. If it
 * does not complete within half of the patience while others wait, its call is cancelled: then a slow source fails, and not
 * everybody else.
 */
@Singleton
public final class MemoryBudget {

    /** The first in the queue waits for this fraction of its patience until there is room for all that it needs. */
    private static final int FRACTION = 16;

    /** Bytes in all. */
    final long total;

    private final MemoryLedger ledger;
    final LentReserve reserve;
    private final Duration patience;

    private final ReentrantLock lock = new ReentrantLock();
    private final Turns turns = new Turns(lock);

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
        this.ledger = new MemoryLedger(total, Math.min(part, total / 2), patience.dividedBy(2));
        this.reserve = ledger.reserve;
        this.patience = patience;
    }

    /** Bytes that nobody holds. */
    long free() {
        lock.lock();
        try {
            return ledger.free();
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
            if (!turns.isEmpty() || ledger.free() - bytes < reserve.bytes()) {
                return Optional.empty();
            }
            MemoryShare share = share(bytes, new Cancellation());
            ledger.take(share, bytes);
            return Optional.of(share);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A share that holds nothing yet. It waits until it can grow, or its call is cancelled.
     *
     * @param need how many bytes it will take in all, as far as known
     */
    public MemoryShare share(long need, Cancellation cancellation) {
        return new MemoryShare(this, need, cancellation);
    }

    void grow(MemoryShare share, long bytes) {
        lock.lock();
        try {
            share.cancellation.check();
            boolean first = turns.isEmpty() || reserve.isLentTo(share);
            if (!ledger.isPromised(share, bytes) && !(first && ledger.mayTake(share, bytes, share.held > 0))) {
                awaitTurn(share, bytes);
            }
            ledger.take(share, bytes);
        } finally {
            lock.unlock();
        }
    }

    void complete(MemoryShare share) {
        lock.lock();
        try {
            ledger.forget(share);
            if (share.isLasting) {
                reserve.settle(share);
            }
            if (reserve.isLentTo(share)) {
                reserve.takeBack();
            }
            turns.wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    void release(MemoryShare share) {
        lock.lock();
        try {
            ledger.giveBack(share);
            complete(share);
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(MemoryShare share, long bytes) {
        Condition turn = turns.enter(reserve.isLentTo(share));
        Cancellation.Registration registration = share.cancellation.onCancel(() -> turns.wake(turn));
        try {
            long end = System.nanoTime() + patience.toNanos();
            long late = end;
            while (true) {
                boolean first = turns.isFirst(turn);
                boolean begun = share.held > 0 || late - System.nanoTime() <= 0;
                if (first && ledger.mayTake(share, bytes, begun)) {
                    return;
                }
                share.cancellation.check();
                if (first && late == end) {
                    late = System.nanoTime() + patience.dividedBy(FRACTION).toNanos();
                }
                boolean borrowerIsInTheWay = first && begun && !reserve.isFree() && !reserve.isLentTo(share);
                awaitSignal(turn, end, begun ? end : late, borrowerIsInTheWay);
            }
        } finally {
            registration.close();
            turns.leave(turn);
        }
    }

    private void awaitSignal(Condition turn, long end, long next, boolean borrowerIsInTheWay) {
        long now = System.nanoTime();
        if (end - now <= 0) {
            throw exhausted();
        }
        if (borrowerIsInTheWay && reserve.nanosLeft() <= 0) {
            cancelBorrower();
            return;
        }
        try {
            turn.awaitNanos(borrowerIsInTheWay ? Math.min(next - now, reserve.nanosLeft()) : next - now);
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
