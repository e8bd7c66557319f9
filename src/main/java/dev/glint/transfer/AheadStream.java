package dev.glint.transfer;

import dev.glint.source.ArrayStream;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.Ranges;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Reads content by one connection while its reader is the slower one, else by several. The one connection goes on until the
 * first range comes from the source. If ranges fail later, one connection reads the rest.
 */
final class AheadStream extends ArrayStream {

    /** How long the reader's waiting is measured before it is judged. */
    private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How many bytes are read before it is judged again. */
    private static final int STEP = MemoryBuffers.SEGMENT;

    private final ReadAhead room;
    private final Ranges ranges;
    private final Cancellation cancellation;
    private final long length;

    /** The one connection; null while several read. Changed under the lock, by the reader alone. */
    private ImageContent single;
    /** The several; null while there are none. Changed likewise. */
    private RangeQueue several;

    private boolean closed;

    private long position;
    private boolean rangesFailed;
    /** Where the first of the several begins. */
    private long change;
    /** How many bytes the one connection still reads after the first range has been asked for. */
    private long lead;

    private long spanBegin = System.nanoTime();
    private long waitedNanos;

    /** {@code content} must have a length. */
    AheadStream(ReadAhead room, ImageContent content, Ranges ranges, Cancellation cancellation) {
        this.room = room;
        this.ranges = ranges;
        this.cancellation = cancellation;
        this.length = content.length().orElseThrow();
        this.single = content;
        this.lead = 2L * room.rangeSize();
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (single != null) {
            decide();
        }
        int read = single != null ? readSingle(target, offset, count) : readSeveral(target, offset, count);
        position += read;
        return read == 0 ? -1 : read;
    }

    private int readSingle(byte[] target, int offset, int count) {
        long limit = several == null ? length : change;
        // At the end there must be no more byte.
        long most = Math.min(STEP, Math.max(1, limit - position));
        long begin = System.nanoTime();
        int read = single.read(target, offset, (int) Math.min(count, most));
        waitedNanos += System.nanoTime() - begin;
        return read;
    }

    private int readSeveral(byte[] target, int offset, int count) throws IOException {
        if (position == length) {
            return 0;
        }
        int read = several.read(target, offset, count);
        if (read > 0) {
            return read;
        }
        rangesFailed = true;
        several.stop();
        replace(ranges.open(position, length, cancellation), null);
        return readSingle(target, offset, count);
    }

    /** Whether the one connection is enough, or goes on no further. */
    private void decide() throws IOException {
        if (several == null) {
            if (isSlow()) {
                begin(position + lead);
            }
        } else if (several.isBroken()) {
            rangesFailed = true;
            several.stop();
            replace(single, null);
        } else if (position == change) {
            change();
        }
    }

    /** Whether its reader waits for it three quarters of the time. */
    private boolean isSlow() {
        long span = System.nanoTime() - spanBegin;
        if (span < SPAN_NANOS) {
            return false;
        }
        boolean slow = waitedNanos / 3 > span / 4;
        spanBegin = System.nanoTime();
        waitedNanos = 0;
        return slow;
    }

    private void begin(long start) throws IOException {
        if (!rangesFailed && length - start >= room.rangeSize()) {
            RangeQueue queue = new RangeQueue(room, ranges, start, length);
            if (queue.begin()) {
                change = start;
                replace(single, queue);
            }
        }
    }

    /** Goes on with the ranges if they come already; else the source may send only one thing at a time. */
    private void change() throws IOException {
        if (several.isAnswered()) {
            single.close();
            replace(null, several);
        } else {
            lead *= 2;
            several.stop();
            replace(single, null);
        }
    }

    private synchronized void replace(ImageContent one, RangeQueue more) throws IOException {
        single = one;
        several = more;
        if (closed) {
            close();
            throw new IOException("It was closed while it was read.");
        }
    }

    /** Gives up what has not been read, and ends the waiting of a reader. */
    @Override
    public synchronized void close() {
        closed = true;
        if (single != null) {
            single.close();
        }
        if (several != null) {
            several.stop();
        }
    }
}
