package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.image.StoreFailure;
import dev.glint.source.ArrayStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * What comes out of a compressed source. Another thread can close it: that ends what a reader waits for, and leaves it to the
 * reader to give back the memory.
 */
final class DecodedStream extends ArrayStream {

    /**
     * So many bytes may come out of a source of any size. An empty disk compresses as well as anything can (1,000:1 by gzip, 7,000:1
     * by xz, 32,000:1 by zstd), so that the ratio of an image below this size does not show whether it is a bomb.
     */
    static final long ANY_RATIO = 1L << 40;

    private static final long LARGEST_RATIO = 2_000;

    private final Compression compression;
    private final FetchedStream fetched;
    private final DecoderMemory memory;
    private final InputStream decoder;
    private final long anyRatio;
    private final ReentrantLock reading = new ReentrantLock();
    private boolean released;
    private long produced;

    DecodedStream(
            Compression compression,
            FetchedStream fetched,
            InputStream compressed,
            DecoderMemory memory,
            long anyRatio) {
        this.compression = compression;
        this.fetched = fetched;
        this.memory = memory;
        this.decoder = compression.decoder(compressed, memory);
        this.anyRatio = anyRatio;
    }

    /** What a failure of this stream means to a caller; those of the source are told as they are. */
    StoreFailure translate(IOException failure) {
        String sentence = failure instanceof EOFException
                ? "The source is cut: its %s data does not come to an end."
                : failure instanceof UnsupportedOptionsException
                        ? "The source uses options of %s that cannot be read."
                        : "The source is not %s, or is damaged.";
        return new StoreFailure(SOURCE_REJECTED, sentence.formatted(compression), failure);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        reading.lock();
        try {
            if (released) {
                throw new IOException("It is closed.");
            }
            memory.require(0);
            int read = decoder.read(target, offset, count);
            produced += Math.max(0, read);
            checkRatio();
            return read;
        } catch (StoreFailure | IOException failure) {
            throw failure;
        } catch (RuntimeException e) {
            // Some damage makes the libraries fail like this.
            throw new IOException(e);
        } finally {
            reading.unlock();
        }
    }

    private void checkRatio() {
        if (produced > anyRatio && produced / LARGEST_RATIO > fetched.position()) {
            throw TOO_LARGE.because(
                    "The source decompresses to more than %d bytes, and to more than %d times its own size.",
                    anyRatio, LARGEST_RATIO);
        }
    }

    @Override
    public void close() throws IOException {
        fetched.close();
        // Its reader closes it too.
        if (reading.tryLock()) {
            try {
                released = true;
                decoder.close();
                memory.close();
            } finally {
                reading.unlock();
            }
        }
    }
}
