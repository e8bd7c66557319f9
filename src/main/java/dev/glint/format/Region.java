package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Consecutive bytes of an image that a format wants to see. They come in any number of pieces, in order. */
final class Region {

    private final long offset;
    private final ByteBuffer bytes;
    private final Consumer<ByteBuffer> reader;

    /** @param reader gets the bytes, little-endian, when all are there */
    Region(long offset, int length, Consumer<ByteBuffer> reader) {
        this.offset = offset;
        bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        this.reader = reader;
    }

    /** The position of the next byte to come. */
    long next() {
        return offset + bytes.position();
    }

    /**
     * Takes what is wanted from a chunk of the image.
     *
     * @return whether all bytes are there
     */
    boolean fill(long position, ByteBuffer chunk) {
        int from = (int) (next() - position);
        int count = Math.min(bytes.remaining(), chunk.remaining() - from);
        bytes.put(chunk.slice(chunk.position() + from, count));
        return !bytes.hasRemaining();
    }

    void read() {
        reader.accept(filled());
    }

    /** The bytes that came, to be read from their start. */
    ByteBuffer filled() {
        return bytes.flip();
    }
}
