package dev.glint.compression;

import static dev.glint.compression.Decoding.MIB;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.testing.Packed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged sources end with an image or with one of the failures that tell of it: never with a crash, a hang or too much memory. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class MutationsTest {

    private static final int ROUNDS = Integer.getInteger("glint.test.mutations", 1_500);
    private static final Set<Kind> CLEAR = EnumSet.of(Kind.SOURCE_REJECTED, Kind.TOO_LARGE);

    private final Decoding decoding = new Decoding();
    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
    void damageIsTold(String kind) {
        decoding.maxSize = 8 * MIB;
        int failures = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] source = damaged(Packed.of(kind, image()));
            try {
                decoding.read(kind, source);
            } catch (StoreFailure failure) {
                assertTrue(CLEAR.contains(failure.kind()), () -> round(source) + failure);
                failures++;
            }
        }
        assertTrue(failures > ROUNDS / 2, "nothing was damaged");
    }

    private static String round(byte[] source) {
        return Arrays.toString(source) + " ";
    }

    /** Words, noise and runs, so that blocks of every kind come out. */
    private byte[] image() {
        byte[] bytes = new byte[random.nextInt(40_000)];
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(2_000));
            int kind = random.nextInt(3);
            byte fill = (byte) random.nextInt();
            for (; at < end; at++) {
                bytes[at] = kind == 0 ? fill : (byte) (kind == 1 ? random.nextInt() : 'a' + random.nextInt(6));
            }
        }
        return bytes;
    }

    private byte[] damaged(byte[] source) {
        byte[] bytes = source;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(bytes.length);
            int count = 1 + random.nextInt(Math.min(bytes.length - at, 8));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(bytes, at, at + count, (byte) (random.nextBoolean() ? 0xff : 0));
                case 3 -> System.arraycopy(bytes, random.nextInt(bytes.length - count + 1), bytes, at, count);
                default -> bytes = Arrays.copyOf(bytes, bytes.length - count + 1);
            }
        }
        return bytes;
    }
}
