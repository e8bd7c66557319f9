package dev.glint.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A rule that selects the requests of a fault. It is active once its fault is set. If several rules apply, the first one counts.
 */
public final class FaultRule {

    private final Predicate<FaultyExchange> condition;
    private final Consumer<FaultRule> rules;
    private final AtomicInteger seen = new AtomicInteger();
    private int first;
    private int last;
    private Fault fault;

    FaultRule(Predicate<FaultyExchange> condition, Consumer<FaultRule> rules) {
        this.condition = condition;
        this.rules = rules;
    }

    public void always(Fault what) {
        range(1, Integer.MAX_VALUE, what);
    }

    public void once(Fault what) {
        range(1, 1, what);
    }

    /** Applies to the first {@code count} requests. */
    public void times(int count, Fault what) {
        range(1, count, what);
    }

    /** Applies only to the request of this number, counted from 1. */
    public void nth(int number, Fault what) {
        range(number, number, what);
    }

    private void range(int from, int to, Fault what) {
        first = from;
        last = to;
        fault = what;
        rules.accept(this);
    }

    boolean applies(FaultyExchange exchange) {
        if (!condition.test(exchange)) {
            return false;
        }
        int number = seen.incrementAndGet();
        return number >= first && number <= last;
    }

    Fault fault() {
        return fault;
    }
}
