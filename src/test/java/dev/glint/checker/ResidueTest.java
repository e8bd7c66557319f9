package dev.glint.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.checker.Residue.Held;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidueTest {

    @ParameterizedTest
    @CsvSource({
        "0,  0, 30,  true,  false",
        "1,  0, 30,  true,  true",
        "0,  1, 30,  true,  true",
        "0,  0, 100, false, false",
        "0,  0, 100, true,  true",
        "0,  0, 500, false, true",
    })
    void remainingPartsMemoryAndThreadsAreProblems(
            double parts, double memory, double threads, boolean afterLongRun, boolean isProblem) {
        Held atStart = new Held(0, 0, 20);
        assertEquals(
                isProblem,
                Residue.problem(new Held(parts, memory, threads), atStart, afterLongRun)
                        .isPresent());
    }
}
