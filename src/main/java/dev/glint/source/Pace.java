package dev.glint.source;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * How fast a body has to come: the next 64 KiB within a patience, and a rate over ten times that. Only the time spent waiting
 * for it counts, not what its reader does in between.
 */
public final class Pace {

    private static final int STEP = 64 * 1024;
    private static final int STEPS_OF_RATE = 10;

    private final Duration patience;
    private final long bytesPerSecond;
    private long stepBytes;
    private long stepNanos;
    private long rateBytes;
    private long rateNanos;

    /** @param bytesPerSecond 0 for any rate */
    public Pace(Duration patience, long bytesPerSecond) {
        this.patience = patience;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** How many bytes have to come within {@link #patience()}; fewer only at the end. */
    int step() {
        return Math.toIntExact(STEP - stepBytes);
    }

    /** What is left of the patience. */
    public Duration patience() {
        return patience.minusNanos(stepNanos);
    }

    /**
     * Counts what has come, and what waiting for it took.
     *
     * @throws SocketTimeoutException if the rate was too low
     */
    public void add(int bytes, long nanos) throws SocketTimeoutException {
        stepBytes += bytes;
        stepNanos += nanos;
        if (stepBytes >= STEP) {
            stepBytes = 0;
            stepNanos = 0;
        }
        rateBytes += bytes;
        rateNanos += nanos;
        if (rateNanos >= patience.multipliedBy(STEPS_OF_RATE).toNanos()) {
            if (rateBytes < bytesPerSecond * (rateNanos / 1e9)) {
                throw new SocketTimeoutException(
                        "There were %d bytes in %d s.".formatted(rateBytes, rateNanos / 1_000_000_000));
            }
            rateBytes = 0;
            rateNanos = 0;
        }
    }
}
