package dev.glint.fault;

import dev.glint.testing.Faults;
import java.util.function.Consumer;

/** One row of a table: what goes wrong on the way to S3, and what an add must come to. */
record FaultCase(String name, Consumer<Faults> fault, Outcome outcome) {

    @Override
    public String toString() {
        return name + ": " + outcome;
    }
}
