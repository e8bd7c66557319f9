package dev.glint.compression;

import dev.glint.source.ArrayStream;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.XZInputStream;

/** What comes out of xz. Every block has a dictionary, whose array is used again for the next one. */
final class XzStream extends ArrayStream {

    private static final int ANY_MEMORY = -1;
    private static final int INPUT_BUFFER = 64 * 1024;

    private final InputStream in;
    private final ArrayCache arrays;
    private XZInputStream decoder;

    XzStream(InputStream in, DecoderMemory memory) {
        this.in = in;
        this.arrays = new Arrays(memory);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        return decoder().read(target, offset, count);
    }

    private InputStream decoder() throws IOException {
        if (decoder == null) {
            decoder = new XZInputStream(in, ANY_MEMORY, arrays);
        }
        return decoder;
    }

    /** The large arrays of the decoder: its dictionary, and the smaller buffer of its input. */
    private static final class Arrays extends ArrayCache {

        private final DecoderMemory memory;
        private byte[] spare = {};

        private Arrays(DecoderMemory memory) {
            this.memory = memory;
        }

        @Override
        public byte[] getByteArray(int size, boolean fillWithZeros) {
            if (size <= INPUT_BUFFER) {
                return new byte[size];
            }
            memory.checkDictionary(size);
            byte[] array = spare;
            spare = new byte[0];
            if (array.length < size) {
                array = null;
                memory.require(size);
                array = new byte[size];
            }
            if (fillWithZeros) {
                java.util.Arrays.fill(array, (byte) 0);
            }
            return array;
        }

        @Override
        public void putArray(byte[] array) {
            if (array.length > INPUT_BUFFER) {
                spare = array;
            }
        }
    }
}
