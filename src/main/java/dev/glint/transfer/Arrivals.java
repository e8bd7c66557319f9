package dev.glint.transfer;

import dev.glint.source.Pace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;

/**
 * Bytes that come in several ranges, and the pace that all have to keep together: the range that its reader waits for may be
 * slower than that. Guarded by the lock of the {@link RangeQueue}.
 */
final class Arrivals {

    private final Pace pace;
    private long arrived;
    private long counted;

    Arrivals(Pace pace) {
        this.pace = pace;
    }

    void add(int bytes) {
        arrived += bytes;
    }

    boolean haveBegun() {
        return arrived > 0;
    }

    /**
     * Waits until somebody notifies the threads that wait for the lock, which this thread holds.
     *
     * @throws SocketTimeoutException if the bytes came too slowly
     */
    void awaitMore(Object lock) throws IOException {
        long begin = System.nanoTime();
        try {
            lock.wait(Math.max(1, pace.patience().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        pace.add((int) Math.min(Integer.MAX_VALUE, arrived - counted), System.nanoTime() - begin);
        counted = arrived;
        if (pace.patience().toMillis() <= 0) {
            throw new SocketTimeoutException("All ranges together were too slow.");
        }
    }
}
