package dev.glint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, and however they are cut into reads: one verdict, no exception, and no more memory than promised. */
@Timeout(120)
class SplitReadsTest {

    private static final int HEADERS = 1100;
    private static final int MUTANTS = 200;
    private static final long MOST_MEMORY = 256 * 1024;

    /** Positions beside which headers, tables, descriptors and footers begin or end. */
    private static final int[] EDGES = {
        512,
        1024,
        10_752,
        14_848,
        15_360,
        15_872,
        0x8000,
        0x8800,
        0x30000,
        0x40000,
        ComposedImages.VHDX_METADATA,
        ComposedImages.VHDX_METADATA + 32,
        ComposedImages.VHDX_METADATA + 96,
        ComposedImages.VHDX_ITEM
    };

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Iterable<String> images() {
        return ComposedImages.names();
    }

    @ParameterizedTest
    @MethodSource("images")
    void verdictIsTheSameForEverySplit(String name) {
        byte[] image = ComposedImages.named(name);
        ImageFormat expected = Feeding.whole(image);
        IntStream near = Arrays.stream(EDGES).flatMap(edge -> IntStream.rangeClosed(edge - 2, edge + 2));
        IntStream.concat(IntStream.range(0, HEADERS), near)
                .filter(at -> at <= image.length)
                .forEach(at -> assertEquals(expected, Feeding.split(image, at), () -> "split at " + at));
        for (int length : new int[] {1, 2, 7, 511, 512, 513, 4096, 65_536}) {
            assertEquals(expected, Feeding.chunks(image, length), () -> "in reads of " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("images")
    void mutantsHaveOneVerdictHoweverTheyAreRead(String name) {
        Random random = new Random(name.hashCode());
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            byte[] image = mutate(ComposedImages.named(name), random);
            ImageFormat expected = Feeding.whole(image);
            assertEquals(expected, Feeding.ranges(image));
            assertEquals(expected, Feeding.split(image, random.nextInt(image.length + 1)));
            assertEquals(expected, Feeding.chunks(image, 1 + random.nextInt(5000)));
        }
    }

    @ParameterizedTest
    @MethodSource("hostileImages")
    void inspectionTakesNoMoreMemoryThanPromised(byte[] image) {
        FormatInspector inspector = new FormatInspector();
        inspector.update(new byte[0], 0, 0);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Feeding.chunks(image, 64 * 1024);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MOST_MEMORY, allocated + " bytes");
    }

    static Stream<byte[]> hostileImages() {
        byte[] raw = new byte[40 << 20];
        byte[] full = EditedImage.of("vhdx", "0x30008=ff070000 ; 0x10000a=ff07 ; 0x100054=ffffffff");
        return Stream.concat(
                Stream.of(raw, full, EditedImage.of("vmdk", "36=ffffffffffffffff ; grow 0x2000000"), longDescriptor()),
                Stream.of("qcow2", "vmdk", "vmdk-stream", "vhdx", "iso", "gpt").map(ComposedImages::named));
    }

    /** 64 KiB of lines, and no end. */
    private static byte[] longDescriptor() {
        byte[] image = EditedImage.of("vmdk", "36=ffffffffffffffff ; grow 0x200000");
        Arrays.fill(image, 512, image.length, (byte) '\n');
        return image;
    }

    private static byte[] mutate(byte[] image, Random random) {
        byte[] mutant = random.nextInt(4) == 0 ? Arrays.copyOf(image, random.nextInt(image.length + 1)) : image;
        for (int changes = random.nextInt(4); changes > 0 && mutant.length > 0; changes--) {
            int edge = random.nextBoolean() ? 0 : EDGES[random.nextInt(EDGES.length)];
            int at = Math.min(edge + random.nextInt(600), mutant.length - 1);
            int[] values = {0, 0xFF, 0x80, 1, random.nextInt(256)};
            mutant[at] = (byte) values[random.nextInt(values.length)];
        }
        return mutant;
    }
}
