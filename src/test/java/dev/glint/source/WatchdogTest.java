package dev.glint.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final Watchdog watchdog = new Watchdog();
    private final CompletableFuture<Void> bitten = new CompletableFuture<>();

    @AfterEach
    void close() {
        watchdog.close();
    }

    @Test
    void guardFailsOnceItHasBittenEvenIfTheWorkReturns() {
        assertThrows(
                SocketTimeoutException.class,
                () -> watchdog.guard(SHORT, this::bite, () -> {
                    bitten.join();
                    return -1;
                }));
    }

    @Test
    void guardFailsEvenIfEndingTheWorkFails() {
        Runnable end = () -> {
            bite();
            throw new IllegalStateException();
        };
        assertThrows(
                SocketTimeoutException.class,
                () -> watchdog.guard(SHORT, end, () -> {
                    bitten.join();
                    return -1;
                }));
    }

    @Test
    void guardKeepsTheFailureOfTheWorkAsTheCause() {
        IOException failure = new IOException();
        SocketTimeoutException late = assertThrows(
                SocketTimeoutException.class,
                () -> watchdog.guard(SHORT, this::bite, () -> {
                    bitten.join();
                    throw failure;
                }));
        assertSame(failure, late.getCause());
    }

    @Test
    void guardDoesNotChangeResultsInTime() throws IOException {
        assertEquals(1, watchdog.guard(LONG, this::bite, () -> 1));
        IOException failure = new IOException();
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> watchdog.guard(LONG, this::bite, () -> {
                            throw failure;
                        })));
        assertFalse(bitten.isDone());
    }

    @Test
    void guardDoesNotEndWorkThatHasReturned() {
        List<AtomicBoolean> spared = new ArrayList<>();
        for (int round = 0; round < 1000; round++) {
            AtomicBoolean ended = new AtomicBoolean();
            try {
                watchdog.guard(Duration.ofNanos(round * 2000L), () -> ended.set(true), () -> 1);
                spared.add(ended);
            } catch (IOException e) {
                // The watchdog has ended the work in time.
            }
        }
        assertTrue(spared.stream().noneMatch(AtomicBoolean::get));
    }

    private void bite() {
        bitten.complete(null);
    }
}
