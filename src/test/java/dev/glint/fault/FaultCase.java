package dev.glint.fault;

import dev.glint.testing.Faults;
import java.util.function.Consumer;

/** One row of a table: a fault on the way to S3, and the expected outcome of an add. */
record FaultCase(String name, Consumer<Faults> fault, Outcome outcome) {

    @Override
    public String toString() {
        return name + ": " + outcome;
    }
}
