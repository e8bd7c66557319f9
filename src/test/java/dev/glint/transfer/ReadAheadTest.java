package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.source.ImageContent;
import dev.glint.transfer.RangedContent.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that is read by several connections gives the same bytes, whatever becomes of them. */
class ReadAheadTest extends ReadAheadSuite {

    @Test
    void slowContentIsReadBySeveralConnections() {
        RangedContent content = served((number, range) -> {
            LockSupport.parkNanos(5_000_000);
            return whole(number, range);
        });
        assertReads(content);
        assertTrue(content.mostAtOnce() > 1, "one at a time");
        assertTrue(content.mostAtOnce() <= RangeQueue.CONNECTIONS, content.mostAtOnce() + " at a time");
        for (Request request : content.requests()) {
            assertTrue(request.to() - request.from() <= RANGE, request.toString());
        }
    }

    /** Nothing is gained where the reader is the slower one. */
    @Test
    void contentThatComesFasterThanItIsReadTakesOneConnection() {
        RangedContent content = served(ReadAheadSuite::whole);
        byte[] read = new byte[SIZE];
        try (ImageContent fast = readAhead.of(content.first(new ByteArrayInputStream(content.bytes())), cancellation)) {
            for (int at = 0; !fast.atEnd(); ) {
                at += fast.read(read, at, Math.min(256 * 1024, SIZE - at));
                LockSupport.parkNanos(20_000_000);
            }
        }
        assertArrayEquals(content.bytes(), read);
        assertEquals(0, content.requests().size());
    }

    @Test
    void contentWithoutRangesIsReadAsItIs() {
        ImageContent plain = PartContents.of(PartContents.bytes(10));
        assertSame(plain, readAhead.of(plain, cancellation));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, RANGE, 2 * RANGE})
    void smallContentTakesOneConnection(int size) {
        RangedContent content = new RangedContent(size, cancellation, ReadAheadSuite::whole);
        assertArrayEquals(content.bytes(), read(content.first()));
        assertEquals(0, content.requests().size());
    }

    /** A server that does not keep what it says, or allows one connection. */
    @Test
    void sourceThatAnswersNoRangeIsAskedOnce() {
        RangedContent content = served((number, range) -> {
            throw new IOException("The source answered 503.");
        });
        assertReads(content);
        assertEquals(1, content.requests().size());
    }

    /** A server that answers one request after the other: waiting for the second would end the first. */
    @Test
    void firstConnectionGoesOnWhileNoRangeComes() {
        CountDownLatch firstIsRead = new CountDownLatch(1);
        RangedContent content = served((number, range) -> {
            try {
                firstIsRead.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return whole(number, range);
        });
        assertReads(content);
        firstIsRead.countDown();
    }

    /** What has come of a range counts. */
    @Test
    void restOfARangeThatBreaksIsAskedForAgain() {
        RangedContent content =
                served((number, range) -> number == 1 ? breaking(range, RANGE / 2) : whole(number, range));
        assertReads(content);
        long rest = content.request(1).from() + RANGE / 2;
        assertTrue(content.requests().stream().anyMatch(request -> request.from() == rest), "" + content.requests());
    }

    private static InputStream breaking(byte[] range, int at) {
        return new SequenceInputStream(new ByteArrayInputStream(range, 0, at), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("The source broke off.");
            }
        });
    }

    @Test
    void rangesThatAreShortAreAskedForAgain() {
        RangedContent content = served((number, range) ->
                number == 2 ? new ByteArrayInputStream(range, 0, range.length - 1) : whole(number, range));
        assertReads(content);
    }

    /** A server that allows three connections. */
    @Test
    void connectionsAreNoMoreThanTheSourceAllows() {
        RangedContent[] self = new RangedContent[1];
        self[0] = served((number, range) -> {
            if (self[0].atOnce() > 3) {
                throw new IOException("The source answered 503.");
            }
            LockSupport.parkNanos(5_000_000);
            return whole(number, range);
        });
        assertReads(self[0]);
    }

    /** The ranges work at first, then no more. The last request is for all that is left. */
    @Test
    void oneConnectionReadsTheRestWhereRangesFail() {
        RangedContent content = served((number, range) -> {
            if (number > 0 && range.length <= RANGE) {
                throw new IOException("The source answered 416.");
            }
            return whole(number, range);
        });
        assertReads(content);
        Request last = content.requests().get(content.requests().size() - 1);
        assertEquals(SIZE, last.to());
    }

    @Test
    void sourceThatChangesInTheMiddleFails() {
        RangedContent content = served((number, range) -> {
            if (number > 0) {
                throw new IOException("The source changed.");
            }
            return whole(number, range);
        });
        StoreFailure failure = assertThrows(StoreFailure.class, () -> read(content.first()));
        assertEquals(SOURCE_FAILED, failure.kind());
        assertEquals("The source changed.", failure.getMessage());
    }

    @Test
    void firstConnectionThatBreaksFails() {
        RangedContent content = served((number, range) -> {
            throw new IOException("The source answered 503.");
        });
        assertEquals(
                SOURCE_FAILED,
                assertThrows(StoreFailure.class, () -> read(content.firstBreakingAt(2 * MEBI)))
                        .kind());
    }
}
