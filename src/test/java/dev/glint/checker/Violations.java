package dev.glint.checker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;

/** What a run has found. */
final class Violations {

    private final String run;
    private final Predicate<List<String>> enough;
    private final List<String> found = new CopyOnWriteArrayList<>();

    /**
     * @param run how to repeat the run
     * @param enough whether it may end with these
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

    /** Whether there is no use in looking for more. */
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
