package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.source.ImageContent;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room is claimed before it is filled, so that claiming gigabytes costs these tests nothing. */
@Timeout(20)
class MemoryBuffersTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int SEGMENT = MemoryBuffers.SEGMENT;
    /** All the room there is: half of the heap, as the tests ask for less. */
    private static final long ALL = Runtime.getRuntime().maxMemory() / 2;

    private final MemoryBuffers buffers = new MemoryBuffers(1, SHORT);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 5 * SEGMENT + 7})
    void holdAPart(int size) throws IOException {
        byte[] bytes = PartContents.bytes(size);
        try (PartBuffer part = buffers.take(size)) {
            part.fill(PartContents.of(bytes), size);
            assertEquals(size, part.size());
            for (int reader = 0; reader < 2; reader++) {
                assertArrayEquals(bytes, part.open().readAllBytes(), "from the first byte on, for each reader");
            }
            MessageDigest digest = HashAlgorithm.newChecksum();
            part.updateDigest(digest);
            assertArrayEquals(HashAlgorithm.newChecksum().digest(bytes), digest.digest());
        }
        assertAllFree(buffers);
    }

    @Test
    void takeNoMoreThanTheirLimitFromTheContent() throws IOException {
        byte[] bytes = PartContents.bytes(3 * SEGMENT);
        ImageContent content = PartContents.of(bytes);
        try (PartBuffer first = buffers.take(SEGMENT + 5);
                PartBuffer second = buffers.take(3 * SEGMENT)) {
            first.fill(content, SEGMENT + 5);
            second.fill(content, 3 * SEGMENT);
            assertArrayEquals(Arrays.copyOf(bytes, SEGMENT + 5), first.open().readAllBytes());
            assertArrayEquals(
                    Arrays.copyOfRange(bytes, SEGMENT + 5, bytes.length),
                    second.open().readAllBytes());
        }
    }

    @Test
    void waitForRoomAndThenGiveUp() {
        try (PartBuffer all = buffers.take(ALL)) {
            long start = System.nanoTime();
            StoreFailure failure = assertThrows(StoreFailure.class, () -> buffers.take(1));
            assertEquals(STORE_UNAVAILABLE, failure.kind());
            assertTrue(System.nanoTime() - start >= SHORT.toNanos(), "waited");
            assertEquals(0, all.size());
        }
        assertAllFree(buffers);
    }

    @Test
    void goOnWhenThereIsRoomAgain() throws Exception {
        MemoryBuffers patient = new MemoryBuffers(1, LONG);
        PartBuffer all = patient.take(ALL);
        CompletableFuture<PartBuffer> next = CompletableFuture.supplyAsync(() -> patient.take(ALL));
        assertThrows(TimeoutException.class, () -> next.get(100, TimeUnit.MILLISECONDS));
        all.close();
        next.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
        assertAllFree(patient);
    }

    @Test
    void neverHoldMoreThanAllOfThemAtATime() {
        MemoryBuffers patient = new MemoryBuffers(1, LONG);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(16);
        try {
            List<CompletableFuture<Void>> parts = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int size = i % 7 * SEGMENT / 2;
                parts.add(CompletableFuture.runAsync(
                        () -> {
                            try (PartBuffer part = patient.take(ALL / 4)) {
                                most.accumulateAndGet(held.incrementAndGet(), Math::max);
                                part.fill(PartContents.of(new byte[size]), size);
                                assertEquals(size, part.size());
                                held.decrementAndGet();
                            }
                        },
                        executor));
            }
            CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).join();
        } finally {
            executor.shutdownNow();
        }
        assertTrue(most.get() <= 4, "held " + most);
        assertAllFree(patient);
    }

    @Test
    void refuseAPartThatIsLargerThanAllOfThem() {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> buffers.take(ALL + 1));
        assertEquals(StoreFailure.Kind.TOO_LARGE, failure.kind());
        assertAllFree(buffers);
    }

    @Test
    void holdAtLeastWhatTheyAreTold() {
        MemoryBuffers large = new MemoryBuffers(3 * ALL, SHORT);
        try (PartBuffer one = large.take(ALL);
                PartBuffer two = large.take(ALL);
                PartBuffer three = large.take(ALL - 2 * SEGMENT)) {
            assertEquals(0, one.size() + two.size() + three.size());
        }
    }

    @Test
    void getTheirRoomBackFromAContentThatBreaks() {
        try (PartBuffer part = buffers.take(ALL)) {
            StoreFailure failure =
                    assertThrows(StoreFailure.class, () -> part.fill(PartContents.breakingAfter(SEGMENT + 1), ALL));
            assertEquals(SOURCE_FAILED, failure.kind());
        }
        assertAllFree(buffers);
    }

    @Test
    void getTheirRoomBackOnce() {
        PartBuffer all = buffers.take(ALL);
        all.close();
        all.close();
        try (PartBuffer again = buffers.take(ALL)) {
            assertThrows(StoreFailure.class, () -> buffers.take(1), "closing twice gave room that is not there");
            assertEquals(0, again.size());
        }
    }

    @Test
    void areNotTakenByWhoeverIsInterrupted() {
        try (PartBuffer all = buffers.take(ALL)) {
            Thread.currentThread().interrupt();
            assertThrows(StoreFailure.class, () -> buffers.take(1));
            assertTrue(Thread.interrupted(), "still interrupted");
            assertEquals(0, all.size());
        }
        assertFalse(Thread.interrupted());
        assertAllFree(buffers);
    }

    private static void assertAllFree(MemoryBuffers buffers) {
        buffers.take(ALL).close();
    }
}
