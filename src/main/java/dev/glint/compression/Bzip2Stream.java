package dev.glint.compression;

import dev.glint.source.ArrayStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Decompresses bzip2. Memory is reserved for the largest possible block, because later streams of the source can have larger blocks
 * than the first one.
 */
final class Bzip2Stream extends ArrayStream {

    private static final int LARGEST_BLOCK = 900_000;
    /** The bytes of a block, for each of them an int that tells which comes next, and a smaller array of these that is replaced. */
    private static final int MEMORY = LARGEST_BLOCK * (1 + 2 * Integer.BYTES);

    private final Input in;
    private final DecoderMemory memory;
    private InputStream decoder;

    Bzip2Stream(InputStream in, DecoderMemory memory) {
        this.in = new Input(in);
        this.memory = memory;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        try {
            return decoder().read(target, offset, count);
        } catch (IOException e) {
            // The library does not tell a cut from damage.
            throw in.isOver ? (IOException) new EOFException().initCause(e) : e;
        }
    }

    private InputStream decoder() throws IOException {
        if (decoder == null) {
            memory.checkDictionary(LARGEST_BLOCK);
            memory.require(MEMORY);
            decoder = new BZip2CompressorInputStream(in, true);
        }
        return decoder;
    }

    /** Knows whether more was wanted than there is. */
    private static final class Input extends InputStream {

        private final InputStream in;
        private boolean isOver;

        private Input(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            isOver = next == -1;
            return next;
        }
    }
}
