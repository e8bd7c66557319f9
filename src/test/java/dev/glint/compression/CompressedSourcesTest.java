package dev.glint.compression;

import static dev.glint.compression.Decoding.MIB;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.source.ImageContent;
import dev.glint.testing.Packed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of sources of every kind, whole ones and damaged ones. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class CompressedSourcesTest {

    private static final byte[] SMALL = "hello".getBytes();
    private static final byte[] SEVERAL_MIB = severalMib();

    private final Decoding decoding = new Decoding();

    private static byte[] severalMib() {
        byte[] bytes = new byte[9 * MIB + 7];
        Random random = new Random(1);
        for (int at = 0; at < bytes.length; at += MIB) {
            byte[] noise = new byte[Math.min(random.nextInt(MIB), bytes.length - at)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, bytes, at, noise.length);
        }
        return bytes;
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(pieces).forEach(all::writeBytes);
        return all.toByteArray();
    }

    static List<String> kinds() {
        return Packed.KINDS;
    }

    static Stream<Arguments> images() {
        return kinds().stream()
                .flatMap(kind -> Stream.of(new byte[0], new byte[1], SMALL, new byte[3 * MIB], SEVERAL_MIB)
                        .flatMap(image -> Stream.of(kind, "auto").map(told -> Arguments.of(kind, told, image))));
    }

    @ParameterizedTest
    @MethodSource("images")
    void imageComesOut(String kind, String told, byte[] image) {
        byte[] source = Packed.of(kind, image);
        assertArrayEquals(image, decoding.read(told, source));
        assertArrayEquals(
                image, decoding.read(Decoding.form(told), new ByteArrayInputStream(source), OptionalLong.empty()));
    }

    /** One byte at a time, as a slow source sends them. */
    @ParameterizedTest
    @MethodSource("kinds")
    void sourceMayComeInPieces(String kind) {
        ByteArrayInputStream slow = new ByteArrayInputStream(Packed.of(kind, SMALL)) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                return super.read(target, offset, Math.min(1, count));
            }
        };
        assertArrayEquals(SMALL, decoding.read(Decoding.form(kind), slow, OptionalLong.empty()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void membersComeOutOneAfterTheOther(String kind) {
        byte[] source = join(
                Packed.of(kind, SMALL),
                Packed.of(kind, new byte[0]),
                Packed.of(kind, SEVERAL_MIB),
                Packed.of(kind, SMALL));
        assertArrayEquals(join(SMALL, SEVERAL_MIB, SMALL), decoding.read(kind, source));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void cutIsFoundWhereverItIs(String kind) {
        byte[] source = Packed.of(kind, SMALL);
        for (int length = 0; length < source.length; length++) {
            String sentence = decoding.failure(SOURCE_REJECTED, kind, Arrays.copyOf(source, length));
            assertTrue(sentence.contains("cut") && sentence.contains(kind), length + ": " + sentence);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void cutOfALargeSourceIsFound(String kind) {
        byte[] source = Packed.of(kind, SEVERAL_MIB);
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            int length = i == 0 ? source.length - 1 : random.nextInt(source.length);
            decoding.failure(SOURCE_REJECTED, kind, Arrays.copyOf(source, length));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, x",
        "gzip, zero",
        "bzip2, x",
        "bzip2, BZh",
        "bzip2, zero",
        "xz, xxxx",
        "xz, x",
        "xz, zero zero zero",
        "zstd, x",
        "zstd, xxxxxxxx",
        "zstd, zero"
    })
    void bytesAfterTheEndAreAFailure(String kind, String garbage) {
        byte[] bytes = garbage.replace(" ", "").replace("zero", "\0").getBytes();
        decoding.failure(SOURCE_REJECTED, kind, join(Packed.of(kind, SMALL), bytes));
        decoding.failure(SOURCE_REJECTED, "auto", join(Packed.of(kind, SMALL), bytes));
    }

    @ParameterizedTest
    @CsvSource({"gzip, xz", "xz, zstd", "zstd, bzip2", "bzip2, gzip", "none, gzip", "none, bzip2", "none, xz"})
    void anotherCompressionThanIsDeclaredIsAFailure(String kind, String declared) {
        byte[] source = kind.equals("none") ? SEVERAL_MIB : Packed.of(kind, SMALL);
        String sentence = decoding.failure(SOURCE_REJECTED, declared, source);
        assertTrue(sentence.contains("is not " + declared), sentence);
    }

    static Stream<byte[]> plainImages() {
        return Stream.of(
                new byte[0],
                new byte[] {0x1f},
                new byte[] {0x1f, (byte) 0x8b},
                new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z'},
                new byte[] {0x28, (byte) 0xb5, 0x2f},
                SMALL,
                SEVERAL_MIB);
    }

    @ParameterizedTest
    @MethodSource("plainImages")
    void bytesOfNoCompressionAreTakenAsTheyAre(byte[] image) {
        assertArrayEquals(image, decoding.read("auto", image));
        ByteArrayInputStream source = new ByteArrayInputStream(image);
        try (ImageContent plain = decoding.open(Decoding.form("auto"), source, OptionalLong.of(image.length))) {
            assertEquals(OptionalLong.of(image.length), plain.length());
        }
    }

    /** The limit counts what comes out, not what is fetched. */
    @ParameterizedTest
    @MethodSource("kinds")
    void moreThanTheLimitIsRefused(String kind) {
        byte[] noise = new byte[1000];
        new Random(3).nextBytes(noise);
        decoding.maxSize = 1000;
        assertArrayEquals(noise, decoding.read(kind, Packed.of(kind, noise)));
        String sentence = decoding.failure(TOO_LARGE, kind, Packed.of(kind, new byte[1001]));
        assertTrue(sentence.contains("image.source.max-size"), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bzip2", "xz", "zstd"})
    void bombEndsWhereItsSizeIsNoLongerThatOfADisk(String kind) {
        decoding.anyRatio = 2 * MIB;
        byte[] source = Packed.of(kind, new byte[20 * MIB]);
        String sentence = decoding.failure(TOO_LARGE, kind, source);
        assertTrue(sentence.contains("2000 times"), sentence);
        decoding.anyRatio = 20 * MIB;
        assertEquals(20 * MIB, decoding.read(kind, source).length);
    }

    /** Nothing compresses as well by gzip. */
    @ParameterizedTest
    @ValueSource(strings = "gzip")
    void emptyDiskIsNoBomb(String kind) {
        decoding.anyRatio = 0;
        assertEquals(20 * MIB, decoding.read(kind, Packed.of(kind, new byte[20 * MIB])).length);
    }
}
