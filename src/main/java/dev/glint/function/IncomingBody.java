package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.image.StoreFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** The body of one request while it is received. Everything happens in the context of the request. */
final class IncomingBody {

    /** What is reserved for a body that does not say how long it is, until it is longer. */
    private static final long FIRST = 4 * 1024;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final AdmittedRequest admitted;
    private final BodyMemory memory;
    private final long limit;
    private final Duration patience;
    private final long length;
    private final RequestBody body;
    private long reserved;
    private long timer = -1;
    private boolean hasBegun;
    private boolean hasEnded;
    private boolean isDone;

    /** Keeps what comes before {@link #begin()}, which is little. */
    IncomingBody(RoutingContext context, BodyMemory memory, long limit, Duration patience) {
        this.context = context;
        this.request = context.request();
        this.memory = memory;
        this.limit = limit;
        this.patience = patience;
        String header = request.getHeader("Content-Length");
        this.length = header == null ? -1 : Long.parseLong(header);
        this.body = new RequestBody(length);
        this.admitted = AdmittedRequest.begin(context, body);
        request.handler(this::take).endHandler(nothing -> end()).exceptionHandler(broken -> finish());
    }

    /** Goes on with the request once the body is there, or is refused. */
    void begin() {
        hasBegun = true;
        if (hasEnded) {
            end();
        } else {
            reserve(length < 0 ? FIRST : length);
        }
    }

    /** Drops what is still to come of the body of a request, and hangs up if that takes too long. */
    static void drop(RoutingContext context, Duration patience) {
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

    /** Reserves memory, and lets the body come when it is there. */
    private void reserve(long bytes) {
        request.pause();
        stopTimer();
        if (bytes > limit) {
            refuse(limit == BodyMemory.SMALL ? BodyIntake.needless() : BodyIntake.tooLarge());
            return;
        }
        long before = reserved;
        reserved = bytes;
        memory.reserve(context, before, bytes, this::letCome, this::refuse);
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
            reserve(body.length() <= BodyMemory.SMALL ? BodyMemory.SMALL : Math.max(limit, body.length()));
        }
    }

    private void end() {
        hasEnded = true;
        if (hasBegun && !isDone) {
            finish();
            context.next();
        }
    }

    private void refuse(StoreFailure reason) {
        if (!isDone) {
            finish();
            admitted.refuse(reason);
            drop(context, patience);
        }
    }

    /** Also where the client has gone, or what it sends is not HTTP: then there is nobody to be told. */
    private void finish() {
        isDone = true;
        stopTimer();
    }

    private void stopTimer() {
        context.vertx().cancelTimer(timer);
    }
}
