package dev.glint.transfer;

import java.time.Duration;

/**
 * Who holds what of the memory, and what parts that have begun will still take. Guarded by the lock of the {@link MemoryBudget}.
 *
 * <p>A part begins when there is room for all of it. If parts began as long as there is room for a segment, nearly all memory
 * would be held by parts that cannot go on. What is promised is not taken yet: a part that has waited too long begins with it,
 * since then the sources are slow, and may not need it soon.
 */
final class MemoryLedger {

    final LentReserve reserve;
    private long free;
    private long promised;

    /** @param part bytes of the reserve, out of {@code total} */
    MemoryLedger(long total, long part, Duration term) {
        free = total;
        reserve = new LentReserve(part, term);
    }

    long free() {
        return free;
    }

    private boolean hasSpare(long bytes) {
        return free - bytes >= reserve.toKeep();
    }

    /** Whether a share was promised some bytes, and they are there. */
    boolean isPromised(MemoryShare share, long bytes) {
        return share.promised >= bytes && hasSpare(bytes);
    }

    /**
     * Whether there is enough for a share whose turn it is. Lends it the reserve if need be.
     *
     * @param begun whether the part has begun, or has waited so long that it may begin with what others were promised
     */
    boolean mayTake(MemoryShare share, long bytes, boolean begun) {
        long kept = begun ? 0 : promised;
        if (hasSpare(kept + (begun ? bytes : Math.max(bytes, share.need)))) {
            return true;
        }
        if (reserve.isFree() && free - kept >= Math.max(bytes, reserve.bytes())) {
            forget(share);
            reserve.lend(share);
        }
        return reserve.isLentTo(share) && free >= bytes;
    }

    void take(MemoryShare share, long bytes) {
        if (reserve.isLentTo(share)) {
            reserve.owe(share, bytes);
        } else {
            long left = (share.held == 0 ? share.need : share.promised) - bytes;
            forget(share);
            share.promised = Math.max(0, left);
            promised += share.promised;
        }
        free -= bytes;
        share.held += bytes;
    }

    /** The share will take no more. */
    void forget(MemoryShare share) {
        promised -= share.promised;
        share.promised = 0;
    }

    void giveBack(MemoryShare share) {
        reserve.settle(share);
        free += share.held;
        share.held = 0;
    }
}
