package dev.glint.fault;

import dev.glint.testing.FaultyWorld;
import java.util.function.Consumer;

/** One row of a table: what goes wrong, and what an add must come to. */
record FaultCase(String name, Consumer<FaultyWorld> fault, Outcome outcome) {

    @Override
    public String toString() {
        return name + ": " + outcome;
    }
}
