package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartPlanTest {

    private static final int MOST_PARTS = 10_000;
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;
    private static final long TEBI = 1L << 40;

    @ParameterizedTest
    @ValueSource(longs = {5 * MEBI, 8 * MEBI, 100 * MEBI + 1, 5 * GIBI})
    void tenThousandPartsHoldEverySizeUpTo48Tebibytes(long partSize) {
        for (long size = 1; size <= 48 * TEBI; size = size * 3 / 2 + 1) {
            assertHolds(partSize, size - 1);
            assertHolds(partSize, size);
            assertHolds(partSize, MOST_PARTS * (size / MOST_PARTS) + 1);
        }
        assertHolds(partSize, 48 * TEBI);
        assertHolds(partSize, MOST_PARTS * 5 * GIBI);
    }

    private static void assertHolds(long partSize, long size) {
        PartPlan plan = PartPlan.of(partSize, OptionalLong.of(size));
        long each = plan.size(1);
        assertTrue(each >= partSize && each <= 5 * GIBI, () -> "parts of " + each);
        assertEquals(each, plan.size(MOST_PARTS), "all parts are of one size");
        assertTrue(size <= MOST_PARTS * each, () -> size + " bytes in parts of " + each);
        assertTrue(each == partSize || size > MOST_PARTS * (each - 1), () -> "no larger than needed: " + each);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8",
        "1000, 8",
        "1001, 16",
        "1500, 16",
        "1501, 32",
        "2000, 32",
        "2001, 64",
        "5500, 4096",
        "5501, 5120",
        "10000, 5120"
    })
    void partsGrowWhereTheLengthIsUnknown(int number, long mebibytes) {
        assertEquals(
                mebibytes * MEBI, PartPlan.of(8 * MEBI, OptionalLong.empty()).size(number));
    }

    @ParameterizedTest
    @ValueSource(longs = {5 * MEBI, 8 * MEBI, 5 * GIBI})
    void growingPartsHoldTensOfTebibytes(long partSize) {
        PartPlan plan = PartPlan.of(partSize, OptionalLong.empty());
        long total = 0;
        for (int number = 1; number <= MOST_PARTS; number++) {
            long size = plan.size(number);
            assertTrue(size >= partSize && size <= 5 * GIBI);
            assertTrue(number == 1 || size >= plan.size(number - 1), "never smaller than the one before");
            total += size;
        }
        assertTrue(total > 20 * TEBI, "only " + total);
    }

    @ParameterizedTest
    @ValueSource(longs = {MOST_PARTS * 5 * GIBI + 1, 49 * TEBI, Long.MAX_VALUE - MOST_PARTS, Long.MAX_VALUE})
    void noPlanHoldsMoreThanS3(long size) {
        assertTooLarge(() -> PartPlan.of(8 * MEBI, OptionalLong.of(size)));
    }

    @Test
    void planHasNoPartAfterTheLast() {
        assertTooLarge(() -> PartPlan.of(8 * MEBI, OptionalLong.empty()).size(MOST_PARTS + 1));
        assertTooLarge(() -> PartPlan.of(8 * MEBI, OptionalLong.of(1)).size(MOST_PARTS + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "5, 1",
        "6, 2",
        "10, 2",
        "11, 3",
        "49995, 9999",
        "49996, 10000",
        "50000, 10000",
    })
    void boundsAreThoseOfPartsOfOneSize(long length, int parts) {
        long[] bounds = PartPlan.bounds(5, length, parts).orElseThrow();
        assertEquals(parts + 1, bounds.length);
        for (int before = 0; before < parts; before++) {
            assertEquals(5L * before, bounds[before]);
        }
        assertEquals(length, bounds[parts]);
    }

    /** The first 1,000 parts have 8 MiB, the next 500 have 16 MiB, and all later ones have more. */
    @ParameterizedTest
    @CsvSource({"1001, 8016", "1500, 16000", "1501, 16032", "2000, 32000"})
    void boundsAreThoseOfGrowingParts(int parts, long mebibytes) {
        long length = mebibytes * MEBI;
        long[] bounds = PartPlan.bounds(8 * MEBI, length, parts).orElseThrow();
        PartPlan plan = PartPlan.of(8 * MEBI, OptionalLong.empty());
        for (int number = 1; number <= parts; number++) {
            assertEquals(plan.size(number), bounds[number] - bounds[number - 1]);
        }
        assertEquals(length, bounds[parts]);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, 1",
        "5, 5, 2",
        "5, 11, 2",
        "5, 10, 3",
        "5, 50001, 10000",
        "5, 50001, 10001",
        "5, 9223372036854775807, 2",
    })
    void noPlanGivesAnImageOtherParts(long partSize, long length, int parts) {
        assertTrue(PartPlan.bounds(partSize, length, parts).isEmpty());
    }

    private static void assertTooLarge(Executable plan) {
        assertEquals(TOO_LARGE, assertThrows(StoreFailure.class, plan).kind());
    }
}
