package dev.glint.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Reads content with a {@link ReadAhead}, and expects all memory to come back. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
abstract class ReadAheadSuite {

    static final int MEBI = 1024 * 1024;
    static final int SIZE = 8 * MEBI + 7;
    static final int RANGE = 512 * 1024;

    final ExecutorService threads = Executors.newCachedThreadPool();
    final MemoryBudget budget = new MemoryBudget(32L * RANGE, RANGE, Duration.ofSeconds(20));
    final Cancellation cancellation = new Cancellation();
    ReadAhead readAhead = new ReadAhead(budget, () -> threads);

    @AfterEach
    void allMemoryComesBack() {
        Await.until(budget::isIdle, "memory does not come back");
        threads.shutdownNow();
    }

    final RangedContent served(RangedContent.Server server) {
        return new RangedContent(SIZE, cancellation, server);
    }

    static InputStream whole(int number, byte[] range) {
        return new ByteArrayInputStream(range);
    }

    final byte[] read(ImageContent first) {
        byte[] bytes = new byte[SIZE + 1];
        int read = 0;
        try (ImageContent content = readAhead.of(first, cancellation)) {
            for (int step = 1; !content.atEnd(); step = step % 300_000 + 70_001) {
                read += content.read(bytes, read, Math.min(step, bytes.length - read));
            }
        }
        return Arrays.copyOf(bytes, read);
    }

    final void assertReads(RangedContent content) {
        assertArrayEquals(content.bytes(), read(content.first()));
    }
}
