package dev.glint.sink;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.config.StoreSettings;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Delivers events to the sink, at least once each, before the call that they are about is answered. */
@Singleton
public class EventSink {

    private static final Logger LOG = Logger.getLogger(EventSink.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** The longest that a call waits for a delivery that is not required. */
    private static final Duration BEST_EFFORT = Duration.ofSeconds(5);

    private final SinkSettings settings;
    private final SinkClient client;
    private final Duration patience;
    private final MeterProvider<Counter> events;

    EventSink(SinkSettings settings, SinkClient client, StoreSettings store, MeterRegistry registry) {
        this.settings = settings;
        this.client = client;
        boolean waitsLess = !settings.isRequired && store.deadline.compareTo(BEST_EFFORT) > 0;
        patience = waitsLess ? BEST_EFFORT : store.deadline;
        events = Counter.builder("glint.events")
                .description("Events for the sink")
                .withRegistry(registry);
    }

    /** Whether anybody is told of images. */
    public boolean isThere() {
        return settings.sink.isPresent();
    }

    /** Whether a call fails if nobody can be told. */
    public boolean isRequired() {
        return isThere() && settings.isRequired;
    }

    /**
     * Delivers an event. Tries again where that can help, for at most {@code s3.store.deadline}.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE} if the delivery is required and fails, or the reason why the call is cancelled
     */
    public void tell(ImageEvent event, Cancellation cancellation) {
        try {
            deliver(event, cancellation);
            count("delivered");
        } catch (IOException failure) {
            count("failed");
            if (settings.isRequired) {
                throw new StoreFailure(
                        STORE_UNAVAILABLE,
                        "The call has done its work, but the event sink did not take the event; send it again with the same Idempotency-Key.",
                        failure);
            }
            LOG.warnf("The sink was not told of %s, event %s: %s", event.subject(), event.id(), failure.getMessage());
        }
    }

    private void deliver(ImageEvent event, Cancellation cancellation) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            cancellation.check();
            Duration left = Duration.ofNanos(end - System.nanoTime());
            try {
                client.post(settings.sink.orElseThrow(), event, left, cancellation);
                return;
            } catch (RefusedEvent refused) {
                throw refused;
            } catch (IOException failure) {
                cancellation.check();
                if (left.compareTo(pause) <= 0) {
                    throw failure;
                }
            }
            pause(pause, cancellation);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private static void pause(Duration pause, Cancellation cancellation) throws IOException {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown);
        try {
            cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            registration.close();
        }
    }

    private void count(String outcome) {
        events.withTags("outcome", outcome).increment();
    }
}
