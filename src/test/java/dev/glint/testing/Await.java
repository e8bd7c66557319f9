package dev.glint.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a state. Every wait has an end, and ends when the test is interrupted. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = 5_000_000;

    private Await() {}

    /** Waits until a condition is true; fails with a sentence if that takes minutes. */
    public static void until(BooleanSupplier condition, String otherwise) {
        if (!within(MachineSpeed.scaled(PATIENCE), condition)) {
            throw new AssertionError(otherwise);
        }
    }

    /** Waits until a condition is true; returns whether it became true in time. */
    public static boolean within(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("The wait was interrupted.");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
