package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.image.StoreFailure;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads the bodies of requests, instead of the handler of Quarkus. It reads only bodies that a function needs, no more than the
 * function can need, only when there is memory for them, and within a bounded time.
 */
@Singleton
class BodyIntake {

    private static final String BODY = IncomingBody.class.getName();

    private final BodyMemory memory;
    private final long largest;
    private final Duration patience;

    BodyIntake(
            BodyMemory memory,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> largest,
            @ConfigProperty(name = "quarkus.http.read-timeout") Duration patience) {
        this.memory = memory;
        this.patience = patience;
        this.largest = Math.min(largest.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE), memory.largest());
    }

    void install(@Observes Router router) {
        // The handler of Quarkus is registered later, with the first of these orders. It resumes bodies;
        // in production it is skipped.
        router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER).handler(this::listen);
        router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER + 1).handler(this::take);
    }

    private void listen(RoutingContext context) {
        boolean isOurs = HttpAdmission.isOurs(context.request());
        if (isOurs || LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            ((RoutingContextInternal) context).visitHandler(RoutingContextInternal.BODY_HANDLER);
        }
        if (isOurs) {
            long limit = HttpAdmission.mayCarryImage(context.request()) ? largest : BodyMemory.SMALL;
            context.put(BODY, new IncomingBody(context, memory, limit, patience));
        }
        context.next();
    }

    private void take(RoutingContext context) {
        IncomingBody body = context.get(BODY);
        if (body == null) {
            IncomingBody.drop(context, patience);
        } else {
            body.begin();
        }
    }

    /** The failure of a request whose body is larger than its function can need. */
    static StoreFailure needless() {
        return TOO_LARGE.because("The body has more than the %d bytes that this function needs.", BodyMemory.SMALL);
    }

    /** The failure of a request whose body is larger than any may be. */
    static StoreFailure tooLarge() {
        return TOO_LARGE.because(
                "The body is larger than quarkus.http.limits.max-body-size, or than there is memory for.");
    }
}
