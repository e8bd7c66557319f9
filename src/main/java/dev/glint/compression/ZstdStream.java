package dev.glint.compression;

import dev.glint.source.ArrayStream;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What comes out of Zstandard, frame after frame. The library decodes one at a time, and is given no frame that it cannot. */
final class ZstdStream extends ArrayStream {

    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int SKIPPABLE_MASK = 0xfffffff0;

    private final InputStream in;
    private final DecoderMemory memory;
    private boolean begun;
    private ZstdFrame frame;
    private InputStream decoder;
    private long produced;

    ZstdStream(InputStream in, DecoderMemory memory) {
        this.in = in;
        this.memory = memory;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        while (decoder != null || beginFrame()) {
            int read = decoder.read(target, offset, count);
            if (read >= 0) {
                produced += read;
                return read;
            }
            frame.checkSize(produced);
            decoder = null;
        }
        return -1;
    }

    /** Goes on to the next frame, over those that are to be skipped; false if there is no other one. */
    private boolean beginFrame() throws IOException {
        while (true) {
            byte[] magic = in.readNBytes(Integer.BYTES);
            if (magic.length == 0 && begun) {
                return false;
            }
            begun = true;
            int value = number(magic);
            if (value == MAGIC) {
                frame = ZstdFrame.read(in);
                memory.checkDictionary(frame.window());
                frame.checkWindow();
                memory.require(frame.memory());
                decoder = new ZstdInputStream(frame);
                produced = 0;
                return true;
            }
            if ((value & SKIPPABLE_MASK) != SKIPPABLE) {
                throw new IOException("This is no frame.");
            }
            in.skipNBytes(Integer.toUnsignedLong(number(in.readNBytes(Integer.BYTES))));
        }
    }

    private static int number(byte[] bytes) throws IOException {
        if (bytes.length < Integer.BYTES) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
