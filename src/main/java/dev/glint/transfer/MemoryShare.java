package dev.glint.transfer;

import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;

/** What one call or part holds of the {@link MemoryBudget}. Not to be grown by two threads at a time. */
public final class MemoryShare implements AutoCloseable {

    private final MemoryBudget budget;
    final Cancellation cancellation;
    final long need;
    /** Bytes, like the others; the budget changes them, under its lock. */
    long held;
    /** What it will still take, as far as it did not begin with the reserve. */
    long promised;
    /** How much of what it holds is of the reserve. */
    long owed;
    /** Whether it is held for long: then the reserve is made up again from what others give back. */
    boolean isLasting;

    /** @param need how many bytes it will take in all, as far as known */
    MemoryShare(MemoryBudget budget, long need, Cancellation cancellation) {
        this.budget = budget;
        this.need = need;
        this.cancellation = cancellation;
    }

    /**
     * Takes more bytes, and waits for them if it must.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE} if there are none in time, or the reason why the call is cancelled
     */
    public void grow(long bytes) {
        budget.grow(this, bytes);
    }

    /** Says that the share will not grow any more: it needs no more memory to be given back. */
    public void complete() {
        budget.complete(this);
    }

    /** Gives everything back; doing so again does nothing. */
    @Override
    public void close() {
        budget.release(this);
    }
}
