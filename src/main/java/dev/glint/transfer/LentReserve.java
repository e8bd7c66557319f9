package dev.glint.transfer;

import java.time.Duration;

/** The last memory for one part, which is lent to one share at a time. Guarded by the lock of the {@link MemoryBudget}. */
final class LentReserve {

    private final long bytes;
    private final Duration term;
    private MemoryShare borrower;
    private long end;
    /** What borrowers hold of it, the earlier ones too. */
    private long owed;

    /** @param term after this it is called back if others wait */
    LentReserve(long bytes, Duration term) {
        this.bytes = bytes;
        this.term = term;
    }

    long bytes() {
        return bytes;
    }

    /** How much of it is to be left alone. */
    long toKeep() {
        return Math.max(0, bytes - owed);
    }

    void owe(MemoryShare share, long taken) {
        share.owed += taken;
        owed += taken;
    }

    void settle(MemoryShare share) {
        owed -= share.owed;
        share.owed = 0;
    }

    boolean isFree() {
        return borrower == null;
    }

    boolean isLentTo(MemoryShare share) {
        return borrower == share;
    }

    void lend(MemoryShare share) {
        borrower = share;
        end = System.nanoTime() + term.toNanos();
    }

    /** The time in nanoseconds until it can be called back; negative if that is over. */
    long nanosLeft() {
        return end - System.nanoTime();
    }

    /** Ends the loan, and answers whose it was. */
    MemoryShare takeBack() {
        MemoryShare last = borrower;
        borrower = null;
        return last;
    }
}
