package dev.glint.function;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells callers over HTTP what went wrong, as {@code application/problem+json}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@ApplicationScoped
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final Set<String> FUNCTIONS = Set.of("/add", "/get-size", "/get-presigned", "/delete");
    private static final String RETRY_AFTER_SECONDS = "5";

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::checkMethod).failureHandler(this::answer);
        router.route().last().handler(context -> context.fail(404));
    }

    /** Funqy would take a GET for a call. */
    private void checkMethod(RoutingContext context) {
        if (FUNCTIONS.contains(context.request().path()) && context.request().method() != HttpMethod.POST) {
            context.fail(Kind.METHOD_NOT_ALLOWED.because("A function is called with POST."));
        } else {
            context.next();
        }
    }

    private void answer(RoutingContext context) {
        StoreFailure failure = failure(context);
        Kind kind = failure.kind();
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        if (kind == Kind.METHOD_NOT_ALLOWED) {
            response.putHeader("Allow", "POST");
        }
        if (kind == Kind.STORE_UNAVAILABLE) {
            response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        JsonObject problem = new JsonObject()
                .put("type", "urn:glint:" + kind.type())
                .put("title", kind.title())
                .put("status", kind.status())
                .put("detail", failure.getMessage());
        failure.imageId().ifPresent(id -> problem.put("imageId", id));
        response.setStatusCode(kind.status())
                .putHeader("Content-Type", "application/problem+json")
                // Over HTTP/2 even the answer to a HEAD would carry it.
                .end(context.request().method() == HttpMethod.HEAD ? "" : problem.encode());
    }

    /** What failed: something with a sentence of its own, something that never reached a function, or a bug. */
    private static StoreFailure failure(RoutingContext context) {
        for (Throwable cause = context.failure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure known) {
                log(known);
                return known;
            }
        }
        int status = context.statusCode();
        if (context.failure() != null || status < 400 || status >= 500) {
            return internalError(context.failure());
        }
        return switch (status) {
            case 404 -> Kind.UNKNOWN_FUNCTION.because("There is no function at this path.");
            case 405 -> Kind.METHOD_NOT_ALLOWED.because("A function is called with POST.");
            case 413 -> Kind.TOO_LARGE.because("The body is larger than quarkus.http.limits.max-body-size.");
            default -> Kind.INVALID_REQUEST.because("The body must be one JSON object with no field given twice.");
        };
    }

    /** Callers know of their own mistakes; what is wrong with S3, a source or us, somebody else must hear of. */
    private static void log(StoreFailure failure) {
        if (failure.kind().status() >= 500) {
            Throwable cause = failure.getCause();
            LOG.warnf(
                    "%s: %s%s",
                    failure.kind().type(), failure.getMessage(), cause == null ? "" : " " + cause.getMessage());
        }
    }

    private static StoreFailure internalError(Throwable bug) {
        UUID id = UUID.randomUUID();
        LOG.errorf(bug, "Internal error %s", id);
        return Kind.INTERNAL_ERROR.because("This is a bug of the store; its log has more under %s.", id);
    }
}
