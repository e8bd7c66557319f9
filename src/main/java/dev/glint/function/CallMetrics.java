package dev.glint.function;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Counts calls by function and outcome, and measures how long they take. */
@Singleton
class CallMetrics {

    private final MeterProvider<Timer> calls;

    CallMetrics(MeterRegistry registry) {
        calls = Timer.builder("glint.calls")
                .description("Calls by function and outcome: ok, or the type of a failure")
                .withRegistry(registry);
    }

    void record(FunctionName function, String outcome, long nanos) {
        calls.withTags("function", function.toString(), "outcome", outcome).record(nanos, TimeUnit.NANOSECONDS);
    }
}
