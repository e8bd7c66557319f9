package dev.glint.transfer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.source.Pace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArrivalsTest {

    private static final int STEP = 64 * 1024;

    private final Arrivals arrivals = new Arrivals(new Pace(Duration.ofMillis(20), 0));

    private void await() throws IOException {
        synchronized (this) {
            arrivals.awaitMore(this);
        }
    }

    /** Nobody notifies the reader: what it waits for does not come. */
    @Test
    void readerWaitsAsLongAsEnoughComesForOthers() throws IOException {
        for (int patience = 0; patience < 5; patience++) {
            arrivals.add(STEP);
            await();
        }
        arrivals.add(STEP - 1);
        assertThrows(SocketTimeoutException.class, this::await);
    }

    /** Each wait lasts 20 ms, in which 100 MB/s would be thirty times as many bytes. */
    @Test
    void rateIsThatOfAllRangesTogether() {
        Arrivals slow = new Arrivals(new Pace(Duration.ofMillis(20), 100_000_000));
        assertThrows(SocketTimeoutException.class, () -> {
            for (int wait = 0; wait < 11; wait++) {
                slow.add(STEP);
                synchronized (this) {
                    slow.awaitMore(this);
                }
            }
        });
    }

    @Test
    void interruptedReaderStopsWaiting() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, this::await);
        assertTrue(Thread.interrupted(), "still interrupted");
    }
}
