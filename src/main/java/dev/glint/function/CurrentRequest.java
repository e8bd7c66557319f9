package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.image.StoreFailure.Kind.UNKNOWN_FUNCTION;

import dev.glint.image.RequestId;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The HTTP request that is being answered, as far as functions do not see it. */
@Singleton
class CurrentRequest {

    private static final String REACHED = CurrentRequest.class.getName() + ".reached";
    private static final String CALLED = CurrentRequest.class.getName() + ".called";

    private final CurrentVertxRequest current;

    CurrentRequest(CurrentVertxRequest current) {
        this.current = current;
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
        current.getCurrent().put(CALLED, true);
        return new Call(function, id, isEvent, this::watched);
    }

    RoutingContext reached() {
        RoutingContext context = current.getCurrent();
        context.put(REACHED, true);
        return context;
    }

    private ImageSource watched(ImageSource source) {
        RoutingContext context = current.getCurrent();
        return () -> {
            ImageContent content = source.open();
            context.addEndHandler(answered -> {
                if (answered.failed()) {
                    content.cancel(STORE_UNAVAILABLE.because("The client has gone."));
                }
            });
            return content;
        };
    }
}
