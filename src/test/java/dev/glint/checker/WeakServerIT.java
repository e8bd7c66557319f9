package dev.glint.checker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.HeaderFaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The checker must find out when a server lets one image replace another. */
@Execution(ExecutionMode.CONCURRENT)
class WeakServerIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Test
    void checkerFindsTwoWinnersOnAServerWithoutConditions() throws InterruptedException {
        Violations violations =
                new Violations("a run against a server without conditions", WeakServerIT::areTwoWinnersAmong);
        // What the application would find out is configured otherwise.
        Map<String, String> wrong = Map.of("s3.store.conditional-writes", "put,complete");
        try (World world = new World(1, chaos -> HeaderFaults.ignoreHeader("If-None-Match"), wrong)) {
            new Run(world, violations, 1, LONGEST).toTheEnd();
        }
        assertTrue(areTwoWinnersAmong(violations.found()), () -> "Found: " + violations.found());
    }

    private static boolean areTwoWinnersAmong(List<String> found) {
        return found.stream()
                .anyMatch(violation -> violation.contains("No order of the calls explains this answer")
                        || violation.contains("S3 has an image"));
    }
}
