package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.image.StoreFailure;
import dev.glint.source.PermitQueue;
import dev.glint.store.MemoryBudget;
import dev.glint.store.MemoryShare;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes the bodies of requests, in place of the handler that Quarkus has for it: only where a function wants one, of no more than
 * that function needs, when there is memory for it, and in bounded time.
 */
@Singleton
class BodyIntake {

    /** Of any request without image bytes or parts. */
    static final long SMALL = 64 * 1024;

    /** What is set aside for a body that does not say how long it is, until it is longer. */
    private static final long FIRST = 4 * 1024;

    private static final String INTAKE = BodyIntake.class.getName();

    private final Admission admission;
    private final MemoryBudget memory;
    private final PermitQueue smallBodies;
    private final PermitQueue largeBodies;
    private final long largest;
    private final Duration patience;

    BodyIntake(
            Admission admission,
            MemoryBudget memory,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> largest,
            @ConfigProperty(name = "quarkus.http.read-timeout") Duration patience) {
        this.admission = admission;
        this.memory = memory;
        this.patience = patience;
        long heap = Runtime.getRuntime().maxMemory();
        smallBodies = new PermitQueue(heap / 16);
        // They come one after the other, so that they never take more than half of the memory for images.
        largeBodies = new PermitQueue(heap / 4);
        this.largest = Math.min(largest.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE), largeBodies.total());
    }

    void install(@Observes Router router) {
        // The handler of Quarkus is registered later, with the first of these orders. It lets bodies flow, and is
        // passed by else.
        router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER).handler(this::listen);
        router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER + 1).handler(this::take);
    }

    private void listen(RoutingContext context) {
        boolean isOurs = HttpGate.isOurs(context.request());
        if (isOurs || LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            ((RoutingContextInternal) context).visitHandler(RoutingContextInternal.BODY_HANDLER);
        }
        if (isOurs) {
            long limit = HttpGate.mayCarryImage(context.request()) ? largest : SMALL;
            context.put(INTAKE, new Intake(context, limit));
        }
        context.next();
    }

    private void take(RoutingContext context) {
        Intake intake = context.get(INTAKE);
        if (intake == null) {
            drop(context);
        } else {
            intake.begin();
        }
    }

    /** The failure of a request whose body is larger than its function can need. */
    static StoreFailure needless() {
        return TOO_LARGE.because("The body has more than the %d bytes that this function needs.", SMALL);
    }

    private static StoreFailure tooLarge() {
        return TOO_LARGE.because(
                "The body is larger than quarkus.http.limits.max-body-size, or than there is memory for.");
    }

    /** Drops what is still to come of a body, and hangs up if that takes too long. */
    private void drop(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.headers().contains("Content-Length") || request.headers().contains("Transfer-Encoding")) {
            context.vertx().setTimer(patience.toMillis(), late -> {
                if (!request.isEnded()) {
                    hangUp(request);
                }
            });
        }
        context.next();
    }

    private static void hangUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    /** Takes one body. All of it happens in the context of its request. */
    private final class Intake {

        private final RoutingContext context;
        private final HttpServerRequest request;
        private final AdmittedRequest admitted;
        private final long limit;
        private final long length;
        private final RequestBody body;
        private long reserved;
        private long timer = -1;
        private boolean hasBegun;
        private boolean hasEnded;
        private boolean isDone;

        private Intake(RoutingContext context, long limit) {
            this.context = context;
            this.request = context.request();
            this.limit = limit;
            this.admitted = AdmittedRequest.begin(context);
            String header = request.getHeader("Content-Length");
            this.length = header == null ? -1 : Long.parseLong(header);
            this.body = new RequestBody(length);
            request.handler(this::take).endHandler(nothing -> end()).exceptionHandler(this::breakOff);
        }

        private void begin() {
            hasBegun = true;
            if (hasEnded) {
                end();
            } else {
                reserve(length < 0 ? FIRST : length);
            }
        }

        /** Sets memory aside, and lets the body come when it is there. */
        private void reserve(long bytes) {
            request.pause();
            stopTimer();
            if (bytes > limit) {
                refuse(limit == SMALL ? needless() : tooLarge());
                return;
            }
            // What waits for memory has sent something already.
            Optional<PermitQueue.Permit> small =
                    smallBodies.tryAcquire(Math.min(bytes, SMALL) - Math.min(reserved, SMALL));
            if (small.isEmpty()) {
                refuse(STORE_UNAVAILABLE.because("Too many requests are under way; try again."));
                return;
            }
            admitted.hold(small.get()::close);
            reserved = bytes;
            if (bytes > SMALL) {
                admission.await(context, largeBodies, bytes, () -> takeMemory(bytes), this::refuse);
            } else {
                letCome();
            }
        }

        /** Parts of images are held in the same memory; one that has none left for parts would store nothing. */
        private void takeMemory(long bytes) {
            Optional<MemoryShare> share = memory.tryAcquire(bytes);
            if (share.isEmpty()) {
                refuse(STORE_UNAVAILABLE.because("All memory for images is taken by others; try again."));
                return;
            }
            admitted.hold(share.get()::close);
            letCome();
        }

        private void letCome() {
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect")) && body.length() == 0) {
                request.response().writeContinue();
            }
            timer = context.vertx().setTimer(patience.toMillis(), late -> {
                context.addEndHandler(answered -> hangUp(request));
                refuse(INVALID_REQUEST.because("The body did not come within %d seconds.", patience.toSeconds()));
            });
            request.resume();
        }

        private void take(Buffer bytes) {
            if (isDone) {
                return;
            }
            body.append(bytes);
            if (!hasBegun) {
                request.pause();
            } else if (body.length() > reserved) {
                reserve(body.length() <= SMALL ? SMALL : Math.max(limit, body.length()));
            }
        }

        private void end() {
            hasEnded = true;
            if (hasBegun && !isDone) {
                finish();
                admitted.bring(body);
                context.next();
            }
        }

        private void refuse(StoreFailure reason) {
            if (!isDone) {
                finish();
                admitted.refuse(reason);
                drop(context);
            }
        }

        /** The client has gone, or what it sends is not HTTP: there is nobody to be told. */
        private void breakOff(Throwable cause) {
            finish();
        }

        private void finish() {
            isDone = true;
            stopTimer();
        }

        private void stopTimer() {
            context.vertx().cancelTimer(timer);
        }
    }
}
