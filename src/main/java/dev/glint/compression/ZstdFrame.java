package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.source.ArrayStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The bytes of one frame of Zstandard, from its magic number on and not one more. It reads what says how long the frame is. */
final class ZstdFrame extends ArrayStream {

    /** The largest window that the library can decode; RFC 8878 recommends it as the least. */
    private static final int LARGEST_WINDOW = 8 << 20;

    private static final int LARGEST_BLOCK = 128 * 1024;
    private static final int RLE = 1;
    private static final int RESERVED_TYPE = 3;

    private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private final InputStream in;
    private final long window;
    private final OptionalLong size;
    private boolean hasChecksum;

    private byte[] pending;
    private int pendingPosition;
    private int blockLeft;
    private boolean lastBlock;

    private ZstdFrame(InputStream in, byte[] header, long window, OptionalLong size, boolean hasChecksum) {
        this.in = in;
        this.pending = header;
        this.window = window;
        this.size = size;
        this.hasChecksum = hasChecksum;
    }

    /** Reads the header of a frame, after its magic number. */
    static ZstdFrame read(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(MAGIC);
        int descriptor = (int) number(in, 1, header);
        boolean isSingleSegment = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0) {
            throw new IOException("A reserved bit is set.");
        }
        if ((descriptor & 0x03) != 0) {
            throw SOURCE_REJECTED.because("The source was compressed by zstd with a dictionary of its own.");
        }
        long window = 0;
        if (!isSingleSegment) {
            int text = (int) number(in, 1, header);
            long base = 1L << (10 + (text >>> 3));
            window = base + base / 8 * (text & 7);
        }
        int sizeBytes = 1 << (descriptor >>> 6);
        boolean hasSize = sizeBytes > 1 || isSingleSegment;
        long size = hasSize ? number(in, sizeBytes, header) + (sizeBytes == 2 ? 256 : 0) : 0;
        if (size < 0) {
            throw new IOException("The size is out of range.");
        }
        return new ZstdFrame(
                in,
                header.toByteArray(),
                isSingleSegment ? size : window,
                hasSize ? OptionalLong.of(size) : OptionalLong.empty(),
                (descriptor & 0x04) != 0);
    }

    private static long number(InputStream in, int count, ByteArrayOutputStream header) throws IOException {
        byte[] bytes = exactly(in, count);
        header.writeBytes(bytes);
        return number(bytes);
    }

    private static long number(byte[] bytes) {
        long number = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /** How many bytes back the frame can refer. */
    long window() {
        return window;
    }

    /**
     * Fails if the library cannot decode it.
     *
     * @throws dev.glint.image.StoreFailure {@code TOO_LARGE}
     */
    void checkWindow() {
        if (window > LARGEST_WINDOW) {
            throw TOO_LARGE.because(
                    "The source was compressed by zstd with a window of %d bytes, but at most %d can be read; compress it without --ultra and --long.",
                    window, LARGEST_WINDOW);
        }
    }

    /** How many bytes the library takes for it, at most: up to four windows, but no more than the largest one and a block. */
    long memory() {
        return Math.min(4 * Math.max(window, LARGEST_BLOCK), LARGEST_WINDOW + LARGEST_BLOCK);
    }

    /** Fails if something else has come out than the header says. */
    void checkSize(long produced) throws IOException {
        if (size.isPresent() && size.getAsLong() != produced) {
            throw new IOException("The frame has another size than its header says.");
        }
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (pendingPosition == pending.length && blockLeft == 0 && !advance()) {
            return -1;
        }
        if (pendingPosition < pending.length) {
            int step = Math.min(count, pending.length - pendingPosition);
            System.arraycopy(pending, pendingPosition, target, offset, step);
            pendingPosition += step;
            return step;
        }
        int read = in.read(target, offset, Math.min(count, blockLeft));
        if (read == -1) {
            throw new EOFException();
        }
        blockLeft -= read;
        return read;
    }

    /** Reads the header of the next block, or what follows the last one; false at the end. */
    private boolean advance() throws IOException {
        if (!lastBlock) {
            pending = exactly(in, 3);
            int header = (int) number(pending);
            lastBlock = (header & 1) != 0;
            int type = header >>> 1 & 3;
            int blockSize = header >>> 3;
            if (type == RESERVED_TYPE || blockSize > LARGEST_BLOCK) {
                throw new IOException("This is no block.");
            }
            blockLeft = type == RLE ? 1 : blockSize;
        } else if (hasChecksum) {
            pending = exactly(in, 4);
            hasChecksum = false;
        } else {
            return false;
        }
        pendingPosition = 0;
        return true;
    }
}
