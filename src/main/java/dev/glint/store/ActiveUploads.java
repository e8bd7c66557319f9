package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.source.ImageContent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The adds that are going on, so that a shutdown leaves nothing of them behind. */
@Singleton
class ActiveUploads {

    /** How long the removal of what was begun may take. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Set<ImageContent> contents = new HashSet<>();
    private boolean stopping;

    /** Runs an add that ends early, and cleanly, if the application stops. */
    <T> T run(ImageContent content, Supplier<T> add) {
        begin(content);
        try {
            return add.get();
        } finally {
            end(content);
        }
    }

    private synchronized void begin(ImageContent content) {
        if (stopping) {
            throw stopped();
        }
        contents.add(content);
    }

    private synchronized void end(ImageContent content) {
        contents.remove(content);
        notifyAll();
    }

    synchronized void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        contents.forEach(content -> content.cancel(stopped()));
        long end = System.nanoTime() + GRACE.toNanos();
        for (long left = GRACE.toMillis();
                !contents.isEmpty() && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private static StoreFailure stopped() {
        return STORE_UNAVAILABLE.because("This instance is shutting down; try again.");
    }
}
