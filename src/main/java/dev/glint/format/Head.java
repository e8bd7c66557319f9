package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The first bytes of an image, where all formats but one have their magic number. Zeros follow those of a shorter image. */
final class Head {

    /** The longest header that is needed whole, that of LUKS. */
    static final int LENGTH = 592;

    static final int SECTOR = 512;

    private final byte[] bytes;
    private final int length;

    /**
     * @param bytes {@link #LENGTH} bytes
     * @param length how many of them the image has
     */
    Head(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Whether the image has so many bytes. */
    boolean has(int count) {
        return length >= count;
    }

    /** Whether the image begins with these characters, each a byte. */
    boolean startsWith(String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        return has(expected.length)
                && ByteBuffer.wrap(bytes, 0, expected.length).equals(ByteBuffer.wrap(expected));
    }

    ByteBuffer bigEndian() {
        return ByteBuffer.wrap(bytes);
    }

    ByteBuffer littleEndian() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
