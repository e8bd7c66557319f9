package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class MemoryBuffersTest {

    private static final int SEGMENT = MemoryBuffers.SEGMENT;
    private static final int PART = 4 * SEGMENT;

    private final MemoryBudget budget = new MemoryBudget(4 * PART, PART, Duration.ofSeconds(10));
    private final MemoryBuffers buffers = new MemoryBuffers(budget);

    @AfterEach
    void allMemoryIsBack() {
        assertTrue(budget.isIdle());
    }

    private PartBuffer take(long bytes) {
        return buffers.take(bytes, new Cancellation());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 5 * SEGMENT + 7})
    void bufferHoldsAPart(int size) throws IOException {
        byte[] bytes = PartContents.bytes(size);
        try (PartBuffer part = take(size)) {
            part.fill(PartContents.of(bytes), size);
            assertEquals(size, part.size());
            for (int reader = 0; reader < 2; reader++) {
                assertArrayEquals(bytes, part.open().readAllBytes(), "from the first byte on, for each reader");
            }
            MessageDigest digest = HashAlgorithm.newChecksum();
            part.updateDigest(digest);
            assertArrayEquals(HashAlgorithm.newChecksum().digest(bytes), digest.digest());
        }
    }

    @Test
    void bufferTakesNoMoreThanItsLimitFromTheContent() throws IOException {
        byte[] bytes = PartContents.bytes(3 * SEGMENT);
        ImageContent content = PartContents.of(bytes);
        try (PartBuffer first = take(SEGMENT + 5);
                PartBuffer second = take(3 * SEGMENT)) {
            first.fill(content, SEGMENT + 5);
            second.fill(content, 3 * SEGMENT);
            assertArrayEquals(Arrays.copyOf(bytes, SEGMENT + 5), first.open().readAllBytes());
            assertArrayEquals(
                    Arrays.copyOfRange(bytes, SEGMENT + 5, bytes.length),
                    second.open().readAllBytes());
        }
    }

    /** A part of any limit takes only the segments of its actual content; five bytes take one segment. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, SEGMENT, SEGMENT + 1})
    void bufferTakesOnlyTheMemoryOfItsContent(int size) {
        try (PartBuffer part = take(PART)) {
            part.fill(PartContents.of(new byte[size]), PART);
            assertEquals(4L * PART - (size + SEGMENT - 1) / SEGMENT * SEGMENT, budget.free());
        }
    }

    @Test
    void partLargerThanAllMemoryIsRefused() {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> take(4 * PART + 1));
        assertEquals(TOO_LARGE, failure.kind());
    }

    @Test
    void brokenContentReturnsItsMemory() {
        try (PartBuffer part = take(PART)) {
            StoreFailure failure =
                    assertThrows(StoreFailure.class, () -> part.fill(PartContents.breakingAfter(SEGMENT + 1), PART));
            assertEquals(SOURCE_FAILED, failure.kind());
        }
    }

    @Test
    void buffersMayBeClosedTwice() {
        PartBuffer part = take(PART);
        part.fill(PartContents.of(new byte[PART]), PART);
        part.close();
        part.close();
        assertEquals(4 * PART, budget.free());
    }
}
