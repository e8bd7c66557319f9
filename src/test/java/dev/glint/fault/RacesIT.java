package dev.glint.fault;

import dev.glint.testing.Sequential;
import dev.glint.testing.ServerKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many callers add the same id at the same time, on each kind of server on which one of them can win. {@code -Draces.rounds=8
 * -Draces.parts=64} is a longer race, in which all images of a round are in parts.
 */
@Timeout(1200)
@Sequential
class RacesIT {

    private static final int ROUNDS = Integer.getInteger("races.rounds", 1);
    /** So many callers of a mixed round have an image in parts. */
    private static final int IN_PARTS = Integer.getInteger("races.parts", 12);

    @ParameterizedTest
    @EnumSource(names = {"HONOURS_BOTH", "IGNORES_COMPLETE", "REFUSES_PUT"})
    void onlyOneOfManyCallersWins(ServerKind kind) {
        try (Race race = new Race(kind)) {
            for (int round = 0; round < ROUNDS; round++) {
                race.run("one-put-" + round, caller -> 100_000 + caller);
                race.run("mixed-" + round, RacesIT::mixedSize);
                race.runCopying("copied-" + round, IN_PARTS);
            }
        }
    }

    private static int mixedSize(int caller) {
        return caller % Race.CALLERS < IN_PARTS ? Race.PART + 1 + caller : 100_000 + caller;
    }
}
