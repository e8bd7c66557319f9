package dev.glint.compression;

import static dev.glint.compression.Decoding.MIB;
import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.testing.Packed;
import dev.glint.transfer.LastingMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.XZ;

/** What decoders hold, and how they end when they are stopped half-way. */
@Timeout(60)
class DecoderMemoryTest {

    private static final byte[] IMAGE = new byte[3 * MIB];

    private final Decoding decoding = new Decoding();

    static List<String> kinds() {
        return Packed.KINDS;
    }

    @Test
    void dictionaryWaitsForTheMemoryOfOthersAndThenFails() {
        byte[] source = Packed.xz(IMAGE, 16 * MIB, XZ.CHECK_CRC64);
        LastingMemory.Hold others = decoding.memory.take(16 * MIB, new Cancellation());
        try (ImageContent image =
                decoding.open(Decoding.form("xz"), new ByteArrayInputStream(source), OptionalLong.empty())) {
            StoreFailure failure = assertThrows(StoreFailure.class, image::atEnd);
            assertEquals(STORE_UNAVAILABLE, failure.kind(), failure.getMessage());
        }
        others.close();
        assertArrayEquals(IMAGE, decoding.read("xz", source));
    }

    @Test
    void decodersLeaveRoomForOnePart() {
        LastingMemory.Hold others = decoding.memory.take(24 * MIB, new Cancellation());
        assertEquals(24 * MIB, decoding.budget.used());
        assertFalse(decoding.budget.tryAcquire(1).isPresent());
        StoreFailure failure = assertThrows(StoreFailure.class, () -> decoding.memory.take(1, new Cancellation()));
        assertEquals(STORE_UNAVAILABLE, failure.kind());
        others.close();
        assertEquals(0, decoding.budget.used());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void failureOfTheSourceIsToldAsItIs(String kind) {
        byte[] source = Packed.of(kind, IMAGE);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        };
        InputStream half = new SequenceInputStream(new ByteArrayInputStream(source, 0, source.length / 2), broken);
        StoreFailure failure =
                assertThrows(StoreFailure.class, () -> decoding.read(Decoding.form(kind), half, OptionalLong.empty()));
        assertEquals(SOURCE_FAILED, failure.kind());
        assertEquals("The source broke off.", failure.getMessage());
    }

    /** Also while its reader waits for a source that has fallen silent. */
    @ParameterizedTest
    @MethodSource("kinds")
    void cancelledReaderFailsAndGivesItsMemoryBack(String kind) throws InterruptedException {
        byte[] source = Packed.of(kind, IMAGE);
        SilentAfter silent = new SilentAfter(Arrays.copyOf(source, source.length / 2));
        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(
                () -> decoding.read(Decoding.form(kind), silent, OptionalLong.of(source.length)));
        silent.waits.await();
        decoding.cancellation.cancel(STORE_UNAVAILABLE.because("The client is gone."));
        CompletionException thrown = assertThrows(CompletionException.class, reading::join);
        assertEquals("The client is gone.", thrown.getCause().getMessage());
        assertEquals(0, decoding.budget.used());
    }

    /** Sends some bytes, and nothing more until it is closed. */
    private static final class SilentAfter extends ByteArrayInputStream {

        private final CountDownLatch waits = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        private SilentAfter(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            if (available() > 0) {
                return super.read(target, offset, count);
            }
            waits.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
