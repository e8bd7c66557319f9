package dev.glint.checker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;

/** The violations that a run has found. */
final class Violations {

    private final String run;
    private final Predicate<List<String>> enough;
    private final List<String> found = new CopyOnWriteArrayList<>();

    /**
     * @param run how to repeat the run
     * @param enough whether these are enough to end the run
     */
    Violations(String run, Predicate<List<String>> enough) {
        this.run = run;
        this.enough = enough;
    }

    void add(String violation) {
        if (areEnough()) {
            return;
        }
        found.add(violation);
        System.err.println("VIOLATION in " + run + "\n" + violation);
    }

    /** Whether enough violations were found to end the run. */
    boolean areEnough() {
        return enough.test(found());
    }

    List<String> found() {
        return List.copyOf(found);
    }

    void assertNone() {
        if (!found.isEmpty()) {
            Assertions.fail(found.size() + " violations in " + run + "\n" + String.join("\n", found));
        }
    }
}
