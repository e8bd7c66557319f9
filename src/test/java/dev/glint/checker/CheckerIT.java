package dev.glint.checker;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Runs the checker against the packaged application for 20 seconds, or for as long as {@code -Dchecker.duration=PT1H} says. Each
 * run has different random numbers, unless {@code -Dchecker.seed} is given. A run with the same seed repeats, as far as threads
 * allow. It runs alone, after all others, since it would make fewer calls beside them.
 */
@Isolated
class CheckerIT {

    private static final int ENOUGH = 5;

    @Test
    void someOrderOfCallsExplainsEveryAnswer() throws InterruptedException {
        Duration duration = Duration.parse(System.getProperty("checker.duration", "PT20S"));
        long seed = Long.getLong("checker.seed", new Random().nextInt(1_000_000));
        String run = "a run with -Dchecker.duration=" + duration + " -Dchecker.seed=" + seed;
        System.out.println("This is " + run);
        Violations violations = new Violations(run, found -> found.size() >= ENOUGH);
        try (World world = new World(seed)) {
            new Run(world, violations, seed, duration).toTheEnd();
        }
        violations.assertNone();
    }
}
