package dev.glint.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of a request, in segments small enough for every garbage collector. Image bytes that came inline are decoded where they
 * lie, so that a body takes memory once.
 */
public final class RequestBody {

    private static final int SMALLEST_SEGMENT = 1024;
    private static final int LARGEST_SEGMENT = 64 * 1024;

    private static final ObjectWriter TEXT = new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private final List<byte[]> segments = new ArrayList<>();
    private final long expected;
    private long capacity;
    private long length;
    private boolean isCleared;

    /** @param expected how many bytes will come; negative if that is not known */
    RequestBody(long expected) {
        this.expected = expected;
    }

    /** The body that says what a tree does. */
    public static RequestBody of(JsonNode tree) {
        // Escaped, even half of a surrogate pair stays what it is.
        RequestBody body = new RequestBody(-1);
        try {
            body.append(Buffer.buffer(TEXT.writeValueAsBytes(tree)));
            return body;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    long length() {
        return length;
    }

    /** Adds what has come. A body that has been cleared stays empty. */
    void append(Buffer bytes) {
        for (int from = 0; from < bytes.length() && !isCleared; ) {
            if (length == capacity) {
                byte[] segment = new byte[nextSegment()];
                segments.add(segment);
                capacity += segment.length;
            }
            byte[] last = segments.get(segments.size() - 1);
            int room = (int) (capacity - length);
            int count = Math.min(room, bytes.length() - from);
            bytes.getBytes(from, from + count, last, last.length - room);
            from += count;
            length += count;
        }
    }

    /** Gives its memory back for good, whoever still refers to it. */
    void clear() {
        isCleared = true;
        segments.clear();
        length = 0;
    }

    private int nextSegment() {
        long wanted = expected > length ? expected - length : Math.max(length, SMALLEST_SEGMENT);
        return (int) Math.min(wanted, LARGEST_SEGMENT);
    }

    InputStream open(long offset) {
        Cursor cursor = new Cursor();
        cursor.skip(offset);
        return cursor;
    }

    /**
     * Makes the next bytes of a stream the only content: {@code most} of them, or all if there are fewer. The stream must read from
     * this body, so that what is written never overtakes what was read.
     */
    void become(InputStream part, long most) throws IOException {
        Cursor target = new Cursor();
        byte[] some = new byte[8 * 1024];
        long written = 0;
        for (int count = 0; count >= 0 && written < most; ) {
            count = part.read(some, 0, (int) Math.min(some.length, most - written));
            target.write(some, count);
            written += Math.max(count, 0);
        }
        length = written;
    }

    /** A place in the segments, from which bytes are read or to which they are written. */
    private final class Cursor extends InputStream {

        private final long end = length;
        private long position;
        private int segment;
        private int offset;

        @Override
        public int read() {
            if (advance(1) < 0) {
                return -1;
            }
            int next = segments.get(segment)[offset] & 0xFF;
            move(1);
            return next;
        }

        @Override
        public int read(byte[] target, int from, int count) {
            int available = advance(count);
            if (available < 0) {
                return -1;
            }
            System.arraycopy(segments.get(segment), offset, target, from, available);
            move(available);
            return available;
        }

        private void write(byte[] source, int count) {
            for (int from = 0; from < count; ) {
                int room = advance(count - from);
                System.arraycopy(source, from, segments.get(segment), offset, room);
                move(room);
                from += room;
            }
        }

        @Override
        public long skip(long count) {
            long skipped = 0;
            for (int step = advance(count); step > 0; step = advance(count - skipped)) {
                move(step);
                skipped += step;
            }
            return skipped;
        }

        /** How many bytes there are in the current segment, of those that are wanted; -1 at the end. */
        private int advance(long wanted) {
            if (position == end) {
                return -1;
            }
            if (offset == segments.get(segment).length) {
                segment++;
                offset = 0;
            }
            long inSegment = Math.min(segments.get(segment).length - offset, end - position);
            return (int) Math.min(wanted, inSegment);
        }

        private void move(int count) {
            offset += count;
            position += count;
        }
    }
}
