package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.config.StoreSettings;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.PermitQueue;
import dev.glint.source.PermitQueue.Permit;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits how many calls run at once. Adds take at most half of the worker threads, and the other functions at most a quarter.
 * So slow sources cannot block the other functions, and health and metrics always find a thread. A call waits without a thread,
 * for at most {@code s3.store.deadline}.
 */
@Singleton
@Startup
class Admission {

    private static final int FEWEST_THREADS = 4;
    /** The default of Quarkus. */
    private static final int USUAL_THREADS = Math.max(8 * Runtime.getRuntime().availableProcessors(), 200);

    private final PermitQueue adds;
    private final PermitQueue others;
    private final long patienceMillis;

    Admission(
            StoreSettings settings,
            @ConfigProperty(name = "quarkus.thread-pool.max-threads") OptionalInt configuredThreads) {
        int threads = configuredThreads.orElse(USUAL_THREADS);
        if (threads < FEWEST_THREADS) {
            throw new ConfigurationException(
                    "quarkus.thread-pool.max-threads must be at least " + FEWEST_THREADS + ".");
        }
        adds = new PermitQueue(threads / 2);
        others = new PermitQueue(threads / 4);
        patienceMillis = settings.deadline().toMillis();
    }

    /** Goes on with the request of a call when it is its turn. */
    void awaitTurn(RoutingContext context, FunctionName function) {
        await(context, function == FunctionName.ADD ? adds : others, 1, context::next, context::fail);
    }

    /**
     * Waits for permits, which the request then holds.
     *
     * @param granted is run once they are there, in the context of the request
     * @param refused is told if they are not there in time
     */
    void await(
            RoutingContext routing, PermitQueue queue, long count, Runnable granted, Consumer<StoreFailure> refused) {
        AdmittedRequest request = AdmittedRequest.of(routing);
        CompletableFuture<Permit> turn = queue.acquire(count);
        if (turn.isDone() && !turn.isCompletedExceptionally()) {
            request.hold(turn.join()::close);
            granted.run();
            return;
        }
        Vertx vertx = routing.vertx();
        Context context = vertx.getOrCreateContext();
        long timer = vertx.setTimer(patienceMillis, late -> turn.completeExceptionally(busy()));
        Cancellation.Registration watch = request.cancellation().onCancel(() -> turn.cancel(false));
        turn.whenComplete((permit, failure) -> context.runOnContext(now -> {
            vertx.cancelTimer(timer);
            watch.close();
            if (permit != null) {
                request.hold(permit::close);
                granted.run();
            } else if (failure instanceof StoreFailure reason) {
                refused.accept(reason);
            }
        }));
    }

    /** Waiting calls have a better chance at another instance. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        StoreFailure reason = STORE_UNAVAILABLE.because("This instance is shutting down; try again.");
        adds.close(reason);
        others.close(reason);
    }

    private static StoreFailure busy() {
        return STORE_UNAVAILABLE.because("Too many calls are under way; try again.");
    }
}
