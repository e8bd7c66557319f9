package dev.glint.function;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells callers over HTTP what went wrong: a problem as the body, or, where an event was delivered, a status that keeps what
 * can never succeed from being delivered again.
 */
@ApplicationScoped
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
        router.route().last().handler(context -> context.fail(404));
    }

    private void answer(RoutingContext context) {
        StoreFailure failure = failure(context);
        log(context, failure);
        Kind kind = failure.kind();
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        if (kind == Kind.METHOD_NOT_ALLOWED) {
            response.putHeader("Allow", "POST");
        }
        if (HttpGate.isEvent(context)) {
            answerEvent(response, failure);
            return;
        }
        if (kind == Kind.STORE_UNAVAILABLE) {
            response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        response.setStatusCode(kind.status())
                .putHeader("Content-Type", "application/problem+json")
                // Over HTTP/2 even the answer to a HEAD would carry it.
                .end(
                        context.request().method() == HttpMethod.HEAD
                                ? ""
                                : Problem.of(failure).encode());
    }

    /** Whoever delivers events would take a body for a broken reply; the reason stands in the log. */
    private static void answerEvent(HttpServerResponse response, StoreFailure failure) {
        if (failure.kind().retryable()) {
            response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        response.setStatusCode(failure.kind().eventStatus()).end();
    }

    /** What failed: something with a sentence of its own, something that never reached a function, or a bug. */
    private static StoreFailure failure(RoutingContext context) {
        for (Throwable cause = context.failure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure known) {
                return known;
            }
        }
        int status = context.statusCode();
        if (!isUnreadable(context) && (context.failure() != null || status < 400 || status >= 500)) {
            return internalError(context.failure());
        }
        return switch (status) {
            case 404 -> Kind.UNKNOWN_FUNCTION.because("There is no function at this path.");
            case 405 -> Kind.METHOD_NOT_ALLOWED.because("A function is called with POST.");
            case 413 -> Kind.TOO_LARGE.because("The body is larger than quarkus.http.limits.max-body-size.");
            default ->
                Kind.INVALID_REQUEST.because(
                        isEmpty(context)
                                ? "The body is empty; it must be a JSON object."
                                : "The body must be one JSON object with no field given twice.");
        };
    }

    /** Funqy reads requests before it calls a function, and trips over what it does not expect. */
    private static boolean isUnreadable(RoutingContext context) {
        Throwable failure = context.failure();
        return HttpGate.isAdmitted(context)
                && !CurrentRequest.reachedFunction(context)
                && (failure instanceof NullPointerException || failure instanceof IOException);
    }

    private static boolean isEmpty(RoutingContext context) {
        return context.body().buffer() == null || context.body().buffer().length() == 0;
    }

    /** Callers know of their own mistakes; what is wrong with S3, a source or us, or with an event, somebody else must hear of. */
    private static void log(RoutingContext context, StoreFailure failure) {
        Throwable cause = failure.getCause();
        String reason = failure.getMessage() + (cause == null ? "" : " " + cause.getMessage());
        if (failure.kind().status() >= 500) {
            LOG.warnf("%s: %s", failure.kind().type(), reason);
        } else if (HttpGate.isEvent(context)) {
            LOG.infof("%s: %s", failure.kind().type(), reason);
        }
    }

    private static StoreFailure internalError(Throwable bug) {
        UUID id = UUID.randomUUID();
        LOG.errorf(bug, "Internal error %s", id);
        return Kind.INTERNAL_ERROR.because("This is a bug of the store; its log has more under %s.", id);
    }
}
