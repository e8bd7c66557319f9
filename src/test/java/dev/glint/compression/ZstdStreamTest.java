package dev.glint.compression;

import static dev.glint.compression.Decoding.MIB;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Packed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of Zstandard, written by hand: a magic number, a header, blocks, and perhaps a checksum. */
@Timeout(60)
class ZstdStreamTest {

    private static final byte[] HELLO = "hello".getBytes();
    private static final String MAGIC = "28b52ffd";
    /** A last block that is not compressed. */
    private static final String BLOCK = "290000 68656c6c6f";

    private final Decoding decoding = new Decoding();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "one segment, 28b52ffd 20 05 290000 68656c6c6f",
        "a window, 28b52ffd 00 00 290000 68656c6c6f",
        "the largest window, 28b52ffd 00 68 290000 68656c6c6f",
        "a window and a size, 28b52ffd 80 00 05000000 290000 68656c6c6f",
        "a size of eight bytes, 28b52ffd e0 0500000000000000 290000 68656c6c6f",
        "a checksum, 28b52ffd 24 05 290000 68656c6c6f a36d9f88",
        "two blocks, 28b52ffd 20 05 080000 68 210000 656c6c6f",
        "an empty last block, 28b52ffd 20 05 280000 68656c6c6f 010000",
        "a frame to skip before it, 502a4d18 03000000 010203 28b52ffd 20 05 290000 68656c6c6f",
        "frames to skip after it, 28b52ffd 20 05 290000 68656c6c6f 5f2a4d18 00000000 5a2a4d18 01000000 ff",
        "an empty frame before it, 28b52ffd 20 00 010000 28b52ffd 20 05 290000 68656c6c6f"
    })
    void frameIsRead(String what, String source) {
        assertArrayEquals(HELLO, decoding.read("zstd", bytes(source)), what);
    }

    @ParameterizedTest
    @CsvSource({
        "reserved bit, 28b52ffd 28 05 290000 68656c6c6f",
        "dictionary, 28b52ffd 21 07 05 290000 68656c6c6f",
        "size that is too small, 28b52ffd 20 04 290000 68656c6c6f",
        "size that is too large, 28b52ffd 20 06 290000 68656c6c6f",
        "size without an end, 28b52ffd e0 05000000000000ff 290000 68656c6c6f",
        "reserved type of block, 28b52ffd 20 05 2f0000 68656c6c6f",
        "block that is too large, 28b52ffd 00 68 0b0010 61",
        "compressed block of nothing, 28b52ffd 20 05 050000",
        "compressed block of noise, 28b52ffd 20 05 2d0000 68656c6c6f",
        "checksum, 28b52ffd 24 05 290000 68656c6c6f a36d9f89",
        "only a frame to skip that is cut, 502a4d18 03000000 0102",
        "a length that is cut, 502a4d18 0300",
        "an old magic number, 27b52ffd 20 05 290000 68656c6c6f"
    })
    void whatIsWrongIsFound(String what, String source) {
        decoding.failure(SOURCE_REJECTED, "zstd", bytes(source));
    }

    /** 9 and 128 MiB, 2 TiB, 3.75 TiB; and a segment of 16 MiB. */
    @ParameterizedTest
    @ValueSource(strings = {"00 69", "00 88", "00 f8", "00 ff", "a0 00000001"})
    void windowThatTheLibraryCannotReadIsRefused(String header) {
        byte[] source = bytes(MAGIC + header + BLOCK);
        decoding.maxDictionary = 1L << 50;
        String sentence = decoding.failure(TOO_LARGE, "zstd", source);
        assertTrue(sentence.contains("--ultra"), sentence);
        decoding.maxDictionary = 8 * MIB;
        sentence = decoding.failure(TOO_LARGE, "zstd", source);
        assertTrue(sentence.contains("image.source.max-dictionary"), sentence);
    }

    /** A block of 128 KiB in four bytes, which is all that an empty disk has. */
    @Test
    void repeatedByteComesOut() {
        String block = "02 00 10 00";
        byte[] image = decoding.read("zstd", bytes(MAGIC + "00 68" + block.repeat(300) + "010000"));
        assertEquals(300 * 128 * 1024, image.length);
    }

    @Test
    void manyEmptyFramesAreAnEmptyImage() {
        String frame = HexFormat.of().formatHex(Packed.of("zstd", new byte[0]));
        assertArrayEquals(new byte[0], decoding.read("zstd", bytes(frame.repeat(5_000))));
    }
}
