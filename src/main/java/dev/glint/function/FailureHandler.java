package dev.glint.function;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Answers failures over HTTP. A caller gets a problem document. The sender of an event gets only a status, which stops
 * redelivery where it cannot help.
 */
@Singleton
class FailureHandler {

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
        router.route().last().handler(context -> context.fail(404));
    }

    private void answer(RoutingContext context) {
        Optional<StoreFailure> known = Failures.known(context.failure());
        StoreFailure failure = known.orElseGet(() -> unknown(context));
        log(context, failure);
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        Kind kind = failure.kind();
        AdmittedRequest admitted = AdmittedRequest.of(context);
        boolean isPushed = admitted != null && admitted.isPushed();
        if (!isPushed && HttpAdmission.isEvent(context.request())) {
            // A broker takes any body that is no event for a broken reply; the reason is in the log.
            if (kind.retryable()) {
                response.putHeader("Retry-After", ProblemJson.RETRY_AFTER_SECONDS);
            }
            if (kind == Kind.UNAUTHENTICATED) {
                response.putHeader("WWW-Authenticate", ProblemJson.CHALLENGE);
            }
            response.setStatusCode(kind.eventStatus()).end();
            return;
        }
        ProblemJson.headers(kind).forEach(response::putHeader);
        // Over HTTP/2 even the answer to a HEAD would carry the body.
        boolean isHead = context.request().method() == HttpMethod.HEAD;
        response.setStatusCode(kind.status())
                .end(isHead ? "" : ProblemJson.of(failure).encode());
    }

    /** Callers of functions are told of their mistakes; the sender of an event may never be. */
    private static void log(RoutingContext context, StoreFailure failure) {
        AdmittedRequest admitted = AdmittedRequest.of(context);
        boolean isOfInterest =
                HttpAdmission.isEvent(context.request()) || failure.kind().retryable();
        if (admitted != null && isOfInterest && failure.kind() != Kind.INTERNAL_ERROR) {
            admitted.log(failure);
        }
    }

    /** What failed without a sentence of its own: something that never reached a function, or a bug. */
    private static StoreFailure unknown(RoutingContext context) {
        int status = context.statusCode();
        if (status < 400 || status >= 500) {
            return ProblemJson.failure(context.failure());
        }
        if (context.request().authority() == null) {
            return Kind.INVALID_REQUEST.because("The request must have a Host header that names a host.");
        }
        return switch (status) {
            case 404 -> Kind.UNKNOWN_FUNCTION.because("There is no function at this path.");
            case 405 -> Kind.METHOD_NOT_ALLOWED.because("A function is called with POST.");
            case 413 -> Kind.TOO_LARGE.because("The request is too large.");
            default -> Kind.INVALID_REQUEST.because("The request is not valid.");
        };
    }
}
