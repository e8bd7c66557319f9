package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.source.ImageContent;
import dev.glint.source.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading ahead ends when it is to, and takes only what others leave. */
class ReadAheadLimitsTest extends ReadAheadSuite {

    /** Bytes come from none of the connections any more. */
    @Test
    void rangesThatTogetherAreTooSlowFail() {
        CountDownLatch end = new CountDownLatch(1);
        RangedContent content = served((number, range) -> number > 0 ? stalling(end) : whole(number, range))
                .withPace(new Pace(Duration.ofMillis(300), 0));
        StoreFailure failure = assertThrows(StoreFailure.class, () -> read(content.first()));
        assertEquals("All ranges together were too slow.", failure.getMessage());
        end.countDown();
    }

    private static InputStream stalling(CountDownLatch end) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("The source broke off.");
            }
        };
    }

    @Test
    void cancelledReaderStopsWaiting() {
        StoreFailure reason = STORE_UNAVAILABLE.because("The client has gone.");
        CountDownLatch end = new CountDownLatch(1);
        RangedContent content = served((number, range) -> {
            if (number == 0) {
                return whole(number, range);
            }
            threads.execute(() -> cancellation.cancel(reason));
            return stalling(end);
        });
        assertSame(reason, assertThrows(StoreFailure.class, () -> read(content.first())));
        end.countDown();
    }

    @Test
    void contentClosedEarlyGivesItsMemoryBack() {
        RangedContent content = served(ReadAheadSuite::whole);
        try (ImageContent ahead = readAhead.of(content.first(), cancellation)) {
            byte[] bytes = new byte[5 * MEBI];
            assertEquals(bytes.length, ahead.read(bytes, 0, bytes.length));
            assertTrue(content.requests().size() > 0);
        }
    }

    @Test
    void contentIsReadWithoutMemoryToReadAhead() {
        MemoryShare others = budget.tryAcquire(31L * RANGE).orElseThrow();
        RangedContent content = served(ReadAheadSuite::whole);
        assertReads(content);
        assertEquals(0, content.requests().size());
        others.close();
    }

    /** Others take all that reading ahead gives back. */
    @Test
    void contentIsReadWithMemoryForOneRange() {
        MemoryShare[] others = new MemoryShare[100];
        RangedContent content = served((number, range) -> {
            if (0 < number && number < others.length) {
                others[number] = budget.tryAcquire(4L * RANGE)
                        .or(() -> budget.tryAcquire(RANGE))
                        .orElse(null);
            }
            return whole(number, range);
        });
        assertReads(content);
        Arrays.stream(others)
                .map(Optional::ofNullable)
                .flatMap(Optional::stream)
                .forEach(MemoryShare::close);
    }

    /** Parts take the reserve; what is read ahead never does, so many readers with parts of their own all come to their ends. */
    @Test
    void manyReadersShareTheMemoryWithTheirParts() {
        MemoryBuffers buffers = new MemoryBuffers(budget);
        List<CompletableFuture<Void>> readers = IntStream.range(0, 8)
                .mapToObj(reader -> CompletableFuture.runAsync(
                        () -> {
                            RangedContent content = served(ReadAheadSuite::whole);
                            try (ImageContent ahead = readAhead.of(content.first(), cancellation)) {
                                while (!ahead.atEnd()) {
                                    try (PartBuffer part = buffers.take(RANGE, cancellation)) {
                                        part.fill(ahead, RANGE);
                                    }
                                }
                                assertEquals(SIZE, ahead.position());
                            }
                        },
                        threads))
                .toList();
        readers.forEach(CompletableFuture::join);
    }

    @Test
    void contentIsReadWithoutThreadsToReadAhead() {
        readAhead = new ReadAhead(budget, () -> task -> {
            throw new RejectedExecutionException("There is no thread.");
        });
        assertReads(served(ReadAheadSuite::whole));
    }
}
