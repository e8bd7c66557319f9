package dev.glint.store;

import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/** Hears from the SDK how often it repeated a request. */
final class RetryCounter implements MetricPublisher {

    private volatile int retries;

    int retries() {
        return retries;
    }

    @Override
    public void publish(MetricCollection call) {
        retries += call.metricValues(CoreMetric.RETRY_COUNT).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
