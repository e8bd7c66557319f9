package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.image.StoreFailure.Kind.UNKNOWN_FUNCTION;

import dev.glint.image.RequestId;
import dev.glint.source.Cancellation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The HTTP request that is being answered, as far as functions do not see it. */
@Singleton
class CurrentRequest {

    private static final String REACHED = CurrentRequest.class.getName() + ".reached";
    private static final String CALLED = CurrentRequest.class.getName() + ".called";
    private static final String CANCELLATION = CurrentRequest.class.getName() + ".cancellation";

    private final CurrentVertxRequest current;

    CurrentRequest(CurrentVertxRequest current) {
        this.current = current;
    }

    /** Notices from now on when the client goes, be it while its request still waits for a thread. */
    static void watch(RoutingContext context) {
        Cancellation cancellation = new Cancellation();
        context.put(CANCELLATION, cancellation);
        context.addEndHandler(answered -> {
            if (answered.failed()) {
                cancellation.cancel(STORE_UNAVAILABLE.because("The client has gone."));
            }
        });
    }

    /** Whether a request has come as far as a function: what goes wrong before is a request that cannot be read. */
    static boolean reachedFunction(RoutingContext context) {
        return context.get(REACHED) != null;
    }

    /** Whether a request has become a call, whose failure {@link Calls} tells the log. */
    static boolean isCall(RoutingContext context) {
        return context.get(CALLED) != null;
    }

    /** A plain call; its {@code Idempotency-Key} identifies it. */
    Call call(ImageFunction function) {
        RoutingContext context = reached();
        if (!context.request().path().equals(function.path())) {
            // Funqy would also call it for an event whose type is the bare name of the function.
            throw UNKNOWN_FUNCTION.because("There is no such type of event.");
        }
        return called(function, RequestId.ofKeys(context.request().headers().getAll("Idempotency-Key")), false);
    }

    /** The delivery of an event. */
    Call delivery(ImageFunction function, RequestId id) {
        return called(function, id, true);
    }

    private Call called(ImageFunction function, RequestId id, boolean isEvent) {
        RoutingContext context = current.getCurrent().put(CALLED, true);
        return new Call(function, id, isEvent, context.get(CANCELLATION));
    }

    RoutingContext reached() {
        RoutingContext context = current.getCurrent();
        context.put(REACHED, true);
        return context;
    }
}
