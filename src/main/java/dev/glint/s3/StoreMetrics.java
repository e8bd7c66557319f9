package dev.glint.s3;

import dev.glint.transfer.MemoryBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.metrics.SdkMetric;

/** What the store counts: requests to S3 and their repetitions, as the SDK tells of them, parts and bytes. */
@Singleton
public class StoreMetrics implements MetricPublisher {

    private static final String OPERATION = "operation";
    private static final String UNANSWERED = "unanswered";

    private final MeterProvider<Timer> requests;
    private final MeterProvider<Counter> retries;
    private final Counter storedBytes;
    private final AtomicInteger partsInFlight = new AtomicInteger();

    StoreMetrics(MeterRegistry registry, MemoryBudget memory) {
        requests = Timer.builder("glint.s3.requests")
                .description("Requests to S3 with their repetitions, by the last status")
                .withRegistry(registry);
        retries = Counter.builder("glint.s3.retries")
                .description("Requests to S3 that were repeated")
                .withRegistry(registry);
        storedBytes = Counter.builder("glint.stored")
                .description("Bytes of images that were stored")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("glint.parts.in.flight", partsInFlight, AtomicInteger::get)
                .description("Parts, and images of one part, that are being sent to S3")
                .register(registry);
        Gauge.builder("glint.memory", memory, MemoryBudget::used)
                .description("Memory that images take, of the half of the heap that is for them")
                .baseUnit("bytes")
                .register(registry);
    }

    public void stored(long bytes) {
        storedBytes.increment(bytes);
    }

    /** Sends a part, or all of an image that has but one. */
    public <T> T inFlight(Supplier<T> sending) {
        partsInFlight.incrementAndGet();
        try {
            return sending.get();
        } finally {
            partsInFlight.decrementAndGet();
        }
    }

    @Override
    public void publish(MetricCollection call) {
        String operation = first(call, CoreMetric.OPERATION_NAME, "unknown");
        requests.withTags(OPERATION, operation, "outcome", outcome(call.children()))
                .record(first(call, CoreMetric.API_CALL_DURATION, Duration.ZERO));
        int repeated = first(call, CoreMetric.RETRY_COUNT, 0);
        if (repeated > 0) {
            retries.withTags(OPERATION, operation).increment(repeated);
        }
    }

    /** The status of the last attempt. */
    private static String outcome(List<MetricCollection> attempts) {
        if (attempts.isEmpty()) {
            return UNANSWERED;
        }
        Integer status = first(attempts.get(attempts.size() - 1), HttpMetric.HTTP_STATUS_CODE, null);
        return status == null ? UNANSWERED : status.toString();
    }

    private static <T> T first(MetricCollection metrics, SdkMetric<T> metric, T otherwise) {
        List<T> values = metrics.metricValues(metric);
        return values.isEmpty() ? otherwise : values.get(0);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
