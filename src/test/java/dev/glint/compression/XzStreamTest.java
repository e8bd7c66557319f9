package dev.glint.compression;

import static dev.glint.compression.Decoding.MIB;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Packed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/** Checks, dictionaries, filters, blocks and padding of xz. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class XzStreamTest {

    private static final byte[] IMAGE = image();

    private final Decoding decoding = new Decoding();

    private static byte[] image() {
        byte[] bytes = new byte[2 * MIB];
        new Random(1).nextBytes(bytes);
        Arrays.fill(bytes, MIB / 2, MIB, (byte) 7);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {XZ.CHECK_NONE, XZ.CHECK_CRC32, XZ.CHECK_CRC64, XZ.CHECK_SHA256})
    void everyCheckIsRead(int check) {
        assertArrayEquals(IMAGE, decoding.read("xz", Packed.xz(IMAGE, MIB, check)));
    }

    @ParameterizedTest
    @ValueSource(ints = {XZ.CHECK_CRC32, XZ.CHECK_CRC64, XZ.CHECK_SHA256})
    void wrongCheckIsFound(int check) {
        byte[] image = new byte[1000];
        byte[] source = Packed.xz(image, MIB, check);
        byte[] unchecked = Packed.xz(image, MIB, XZ.CHECK_NONE);
        // The check is all that makes it longer. It stands before the index and the footer.
        int footer = 12;
        int index = 4 * (1 + (source[source.length - 8] & 0xff));
        int end = source.length - footer - index;
        for (int at = end - (source.length - unchecked.length); at < end; at++) {
            byte[] damaged = source.clone();
            damaged[at] ^= 0x10;
            decoding.failure(SOURCE_REJECTED, "xz", damaged);
        }
    }

    @Test
    void unknownCheckIsRefused() {
        byte[] source = Packed.xz(IMAGE, MIB, XZ.CHECK_NONE);
        // The flags, and the first byte of their CRC32.
        source[7] = 2;
        CRC32 crc = new CRC32();
        crc.update(source, 6, 2);
        for (int i = 0; i < 4; i++) {
            source[8 + i] = (byte) (crc.getValue() >>> 8 * i);
        }
        String sentence = decoding.failure(SOURCE_REJECTED, "xz", source);
        assertTrue(sentence.contains("options"), sentence);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 64 * 1024, MIB + 1, 8 * MIB})
    void dictionaryIsTakenFromTheBudget(int dictionary) {
        decoding.maxDictionary = dictionary + MIB;
        assertArrayEquals(IMAGE, decoding.read("xz", Packed.xz(IMAGE, dictionary, XZ.CHECK_CRC64)));
    }

    @Test
    void dictionaryThatIsNotAllowedIsRefused() {
        decoding.maxDictionary = 8 * MIB;
        String sentence = decoding.failure(TOO_LARGE, "xz", Packed.xz(IMAGE, 16 * MIB, XZ.CHECK_CRC64));
        assertTrue(sentence.contains("16777216 bytes") && sentence.contains("image.source.max-dictionary"), sentence);
    }

    @Test
    void dictionaryThatCanNeverFitIsRefused() {
        String sentence = decoding.failure(TOO_LARGE, "xz", Packed.xz(IMAGE, 32 * MIB, XZ.CHECK_CRC64));
        assertTrue(sentence.contains("give the process more"), sentence);
    }

    /** Several blocks with one dictionary, then a stream with a larger one. */
    @Test
    void laterDictionariesMayBeLarger() throws IOException {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        XZOutputStream blocks = new XZOutputStream(source, new LZMA2Options(0));
        for (int block = 0; block < 4; block++) {
            blocks.write(IMAGE);
            blocks.endBlock();
        }
        blocks.finish();
        source.writeBytes(Packed.xz(IMAGE, 4 * MIB, XZ.CHECK_SHA256));
        source.writeBytes(Packed.xz(IMAGE, MIB, XZ.CHECK_NONE));
        byte[] image = decoding.read("xz", source.toByteArray());
        for (int copy = 0; copy < 6; copy++) {
            assertArrayEquals(IMAGE, Arrays.copyOfRange(image, copy * IMAGE.length, (copy + 1) * IMAGE.length));
        }
    }

    @Test
    void filtersAreRead() throws IOException {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        FilterOptions[] filters = {new X86Options(), new DeltaOptions(4), new LZMA2Options(0)};
        try (XZOutputStream out = new XZOutputStream(source, filters, XZ.CHECK_CRC32, ArrayCache.getDefaultCache())) {
            out.write(IMAGE);
        }
        assertArrayEquals(IMAGE, decoding.read("xz", source.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 400})
    void paddingMayFollowAStream(int zeros) {
        byte[] stream = Packed.of("xz", IMAGE);
        byte[] padded = Arrays.copyOf(stream, stream.length + zeros);
        assertArrayEquals(IMAGE, decoding.read("xz", padded));
        byte[] two = Arrays.copyOf(padded, padded.length + stream.length);
        System.arraycopy(stream, 0, two, padded.length, stream.length);
        assertArrayEquals(IMAGE, Arrays.copyOfRange(decoding.read("xz", two), IMAGE.length, 2 * IMAGE.length));
    }
}
