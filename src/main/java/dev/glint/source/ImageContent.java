package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The bytes of an image, read once from start to end. Every failure to read them is a {@link StoreFailure}. */
public final class ImageContent implements AutoCloseable {

    private static final int NOTHING = -2;

    private final InputStream stream;
    private final OptionalLong length;
    private final VouchedDigests vouched;
    private final Function<IOException, StoreFailure> translation;
    private final Cancellation cancellation;
    private final Cancellation.Registration registration;
    private Optional<Ranges> ranges = Optional.empty();
    private Observer observer = (bytes, offset, count) -> {};
    private long limit = Long.MAX_VALUE;
    private long position;
    private int peeked = NOTHING;
    private volatile boolean closed;

    /** Sees the bytes that are read, in their order; where it fails, so does the one who reads. */
    @FunctionalInterface
    public interface Observer {
        void update(byte[] bytes, int offset, int count);
    }

    /**
     * @param length how many bytes there are, if that is known before they are read
     * @param vouched the digests that the origin vouches for
     * @param translation what a broken stream means to a caller
     * @param cancellation closes the stream when the call must stop; reads then fail with its reason
     */
    public ImageContent(
            InputStream stream,
            OptionalLong length,
            VouchedDigests vouched,
            Function<IOException, StoreFailure> translation,
            Cancellation cancellation) {
        this.stream = stream;
        this.length = length;
        this.vouched = vouched;
        this.translation = translation;
        this.cancellation = cancellation;
        this.registration = cancellation.onCancel(this::closeStream);
    }

    /** Bytes that are in memory already. */
    public static ImageContent of(InputStream bytes, long length, Cancellation cancellation) {
        return new ImageContent(
                bytes,
                OptionalLong.of(length),
                VouchedDigests.NONE,
                cause -> {
                    throw new IllegalStateException(cause);
                },
                cancellation);
    }

    /** Says that the bytes can also be read in ranges; their length is known then. */
    public ImageContent withRanges(Ranges opener) {
        ranges = Optional.of(opener);
        return this;
    }

    public Optional<Ranges> ranges() {
        return ranges;
    }

    /** Shows the bytes that are read here to somebody else. */
    public ImageContent observedBy(Observer other) {
        observer = other;
        return this;
    }

    /** The same bytes from another stream, which reads these. */
    public ImageContent readBy(InputStream reader) {
        return new ImageContent(reader, length, vouched, translation, cancellation);
    }

    /**
     * Limits how many bytes may be read.
     *
     * @throws StoreFailure {@code TOO_LARGE}, at once if the length is known, else when the byte after the last is there
     */
    public ImageContent limitedTo(long most) {
        limit = most;
        checkLimit(length.orElse(0));
        return this;
    }

    private void checkLimit(long bytes) {
        if (bytes > limit) {
            close();
            throw TOO_LARGE.because("The source has more than the %d bytes that image.source.max-size allows.", limit);
        }
    }

    public OptionalLong length() {
        return length;
    }

    public VouchedDigests vouched() {
        return vouched;
    }

    /** How many bytes have been read so far. */
    public long position() {
        return position;
    }

    /**
     * Reads until {@code count} bytes are there or the content ends.
     *
     * @return how many bytes were read; less than {@code count} only at the end
     */
    public int read(byte[] target, int offset, int count) {
        if (count == 0 || atEnd()) {
            return 0;
        }
        target[offset] = (byte) peeked;
        peeked = NOTHING;
        try {
            int read = 1 + stream.readNBytes(target, offset + 1, count - 1);
            checkOpen();
            position += read;
            checkLimit(position);
            observer.update(target, offset, read);
            return read;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Whether there are no more bytes; waits for the next one if need be. */
    public boolean atEnd() {
        if (peeked == NOTHING) {
            cancellation.check();
            try {
                peeked = next();
            } catch (IOException e) {
                throw broken(e);
            }
        }
        return peeked == -1;
    }

    private int next() throws IOException {
        int next = stream.read();
        checkOpen();
        if (next == -1 && length.isPresent() && length.getAsLong() != position) {
            throw new IOException("It ended early.");
        }
        return next;
    }

    /** What is closed while it is read can look as if it had come to its end. */
    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("It was closed while it was read.");
        }
    }

    private StoreFailure broken(IOException e) {
        cancellation.check();
        return translation.apply(e);
    }

    /** Gives up what has not been read; another thread that reads fails, and never sees an end. */
    @Override
    public void close() {
        registration.close();
        closeStream();
    }

    private void closeStream() {
        closed = true;
        try {
            stream.close();
        } catch (IOException e) {
            // All bytes that are needed have been read.
        }
    }
}
