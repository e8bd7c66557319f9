package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The adds that are running, so that a shutdown leaves nothing of them behind. They may run until shortly before the end of
 * {@code quarkus.shutdown.timeout}. Then they are cancelled, while their callers can still get an answer.
 */
@Singleton
public class ActiveCalls {

    /** How long it may take to remove what was begun, and to answer. */
    private static final Duration CLEANUP = Duration.ofSeconds(5);

    private final Duration grace;
    private final Set<Cancellation> active = new HashSet<>();
    private boolean stopping;

    ActiveCalls(@ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
        this.grace = timeout.orElse(Duration.ZERO).minus(CLEANUP);
    }

    /** Runs an add that ends early, and cleanly, if the application stops. */
    public <T> T run(Cancellation cancellation, Supplier<T> add) {
        begin(cancellation);
        try {
            return add.get();
        } finally {
            end(cancellation);
        }
    }

    private synchronized void begin(Cancellation cancellation) {
        if (stopping) {
            throw stopped();
        }
        active.add(cancellation);
    }

    private synchronized void end(Cancellation cancellation) {
        active.remove(cancellation);
        notifyAll();
    }

    /** The server goes on until all calls have been answered, or the timeout is over. */
    void stopInTime(@Observes ShutdownDelayInitiatedEvent event) {
        Executor later = CompletableFuture.delayedExecutor(Math.max(0, grace.toMillis()), TimeUnit.MILLISECONDS);
        later.execute(this::cancel);
    }

    /** The server has stopped: nobody waits for the calls that still run. */
    synchronized void stop(@Observes ShutdownEvent event) throws InterruptedException {
        cancel();
        long end = System.nanoTime() + CLEANUP.toNanos();
        for (long left = CLEANUP.toMillis(); !active.isEmpty() && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private synchronized void cancel() {
        stopping = true;
        active.forEach(cancellation -> cancellation.cancel(stopped()));
    }

    private static StoreFailure stopped() {
        return STORE_UNAVAILABLE.because("This instance is shutting down; try again.");
    }
}
