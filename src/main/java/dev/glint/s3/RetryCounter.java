package dev.glint.s3;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/** Counts how often the SDK repeated a request. */
public final class RetryCounter implements MetricPublisher {

    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    public int retries() {
        return retries.get();
    }

    /** How many attempts got no status: S3 may hear of them later. */
    int unanswered() {
        return unanswered.get();
    }

    @Override
    public void publish(MetricCollection call) {
        // The SDK's own count is missing where the deadline has ended the call.
        List<MetricCollection> attempts = call.children();
        retries.addAndGet(Math.max(0, attempts.size() - 1));
        attempts.stream()
                .filter(attempt ->
                        attempt.metricValues(HttpMetric.HTTP_STATUS_CODE).isEmpty())
                .forEach(attempt -> unanswered.incrementAndGet());
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
