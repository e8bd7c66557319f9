package dev.glint.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Looks into one image as its bytes pass by, and says what it is. It takes less than 256 KiB of memory and throws nothing, also for
 * images that are broken or made to harm. Bytes that no format asks for cost next to nothing: most images are known after 34 KiB.
 * For one thread at a time.
 */
public final class FormatInspector {

    private static final int RANGE = 64 * 1024;

    private final byte[] head = new byte[Head.LENGTH];
    private List<Candidate> candidates;
    private Tail tail;
    private long position;

    /** Bytes of an image that does not pass by, such as an object in S3. */
    @FunctionalInterface
    public interface Ranges {

        /** The {@code length} bytes from {@code offset} on, all of which the image has. */
        ByteBuffer read(long offset, int length) throws IOException;
    }

    /**
     * Inspects an image of which parts can be read: mostly its first 64 KiB and nothing else, at times its last 1,536 bytes, at most 20
     * ranges of at most 64 KiB.
     *
     * @param size bytes of the whole image
     */
    public static ImageFormat inspect(long size, Ranges ranges) throws IOException {
        FormatInspector inspector = new FormatInspector();
        for (long from = 0; from < size; from = inspector.wanted(size)) {
            int length = (int) Math.min(RANGE, size - from);
            ByteBuffer bytes = ranges.read(from, length);
            if (bytes.remaining() != length) {
                throw new IOException("Of " + length + " bytes of the image there were " + bytes.remaining() + ".");
            }
            inspector.skipTo(from);
            inspector.update(bytes);
        }
        inspector.skipTo(size);
        return inspector.finish();
    }

    /** Takes the next bytes of the image. */
    public void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Takes the next bytes of the image, all that remain in the buffer. */
    public void update(ByteBuffer bytes) {
        if (candidates == null) {
            int count = (int) Math.min(head.length - position, bytes.remaining());
            bytes.get(head, (int) position, count);
            position += count;
            if (position == head.length) {
                begin();
            }
        }
        look(position, bytes);
        position += bytes.remaining();
        bytes.position(bytes.limit());
    }

    /** Goes on at a later position, which is no later than that of the bytes that are {@link #wanted}. */
    public void skipTo(long later) {
        if (later < position || later > position && later > next()) {
            throw new IllegalArgumentException(
                    "The bytes from " + next() + " on are wanted, not those from " + later + ".");
        }
        if (later > position && tail != null) {
            tail.restart();
        }
        position = later;
    }

    /**
     * The position of the next byte that matters in an image of so many bytes; {@code size} if none does. It is never before what was
     * already taken.
     */
    public long wanted(long size) {
        long next = next();
        if (tail != null) {
            next = Math.min(next, Math.max(position, size - tail.length()));
        }
        return Math.min(next, size);
    }

    /**
     * What the image is, as soon as that is certain, but without the size of the disk: to stop reading an image that is refused in
     * any case.
     */
    public Optional<ImageFormat> early() {
        boolean certain = tail == null && next() == Candidate.NOTHING;
        return certain ? Optional.of(verdict().withoutSize()) : Optional.empty();
    }

    /** What the image is, when all of it passed. It takes no bytes after this. */
    public ImageFormat finish() {
        if (candidates == null) {
            begin();
        }
        candidates.forEach(Candidate::finish);
        if (tail != null) {
            candidates.stream()
                    .filter(candidate -> candidate.tail() > 0)
                    .forEach(candidate -> candidate.readTail(tail.bytes()));
        }
        return verdict();
    }

    private ImageFormat verdict() {
        return ImageFormat.of(candidates.stream().filter(Candidate::matches).toList(), position);
    }

    private void begin() {
        candidates = Formats.of(new Head(head, (int) position));
        int length = wantedTail();
        if (length > 0) {
            tail = new Tail(length);
        }
        look(0, ByteBuffer.wrap(head, 0, (int) position));
    }

    private void look(long from, ByteBuffer bytes) {
        if (candidates == null) {
            return;
        }
        if (next() < from + bytes.remaining()) {
            candidates.forEach(candidate -> candidate.take(from, bytes));
        }
        if (tail != null && wantedTail() > 0) {
            tail.write(bytes);
        } else {
            tail = null;
        }
    }

    private int wantedTail() {
        return candidates.stream().mapToInt(Candidate::tail).max().orElse(0);
    }

    private long next() {
        if (candidates == null) {
            return position;
        }
        long next = Candidate.NOTHING;
        for (Candidate candidate : candidates) {
            next = Math.min(next, candidate.wanted());
        }
        return next;
    }
}
