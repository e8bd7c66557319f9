package dev.glint.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private static final int KIBI = 1024;

    /**
     * Reads of {@code bytes} that wait {@code seconds} each, with a patience of 30 s. The rate is measured over 300 s of waiting.
     */
    @ParameterizedTest
    @CsvSource({
        // rate, bytes, seconds, reads, too slow
        "16384,    65536,  4,   75, false",
        "16384,    65536,  4,  750, false",
        "16384,    65536,  5,   59, false",
        "16384,    65536,  5,   60, true",
        "16384,      100,  1,  299, false",
        "16384,      100,  1,  300, true",
        "16384,        0, 29,   10, false",
        "16384,        0, 29,   11, true",
        "0,            1, 29, 1000, false",
        "1,            1,  1, 1000, false",
        "9223372036854775807, 65536, 0, 100000, false",
        "9223372036854775807, 2147483647, 300, 1, true",
    })
    void rateIsMeasuredOverTenTimesThePatience(long rate, int bytes, int seconds, int reads, boolean tooSlow)
            throws Exception {
        Pace pace = new Pace(Duration.ofSeconds(30), rate);
        for (int read = 1; read < reads; read++) {
            pace.add(bytes, Duration.ofSeconds(seconds).toNanos());
        }
        if (tooSlow) {
            assertThrows(
                    SocketTimeoutException.class,
                    () -> pace.add(bytes, Duration.ofSeconds(seconds).toNanos()));
        } else {
            assertDoesNotThrow(() -> pace.add(bytes, Duration.ofSeconds(seconds).toNanos()));
        }
    }

    @Test
    void fastBeginningDoesNotExcuseASlowRest() throws Exception {
        Pace pace = new Pace(Duration.ofSeconds(30), 1000);
        pace.add(Integer.MAX_VALUE, Duration.ofSeconds(300).toNanos());
        assertThrows(
                SocketTimeoutException.class,
                () -> pace.add(1000, Duration.ofSeconds(300).toNanos()));
    }

    @Test
    void patienceAppliesToSixtyFourKibibytes() throws Exception {
        Pace pace = new Pace(Duration.ofSeconds(30), 0);
        assertEquals(64 * KIBI, pace.step());
        pace.add(1, Duration.ofSeconds(10).toNanos());
        pace.add(KIBI, Duration.ofSeconds(5).toNanos());
        assertEquals(63 * KIBI - 1, pace.step());
        assertEquals(Duration.ofSeconds(15), pace.patience());
        pace.add(63 * KIBI - 1, Duration.ofSeconds(14).toNanos());
        assertEquals(64 * KIBI, pace.step());
        assertEquals(Duration.ofSeconds(30), pace.patience());
    }
}
