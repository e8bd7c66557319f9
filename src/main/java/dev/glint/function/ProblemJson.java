package dev.glint.function;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A failure as callers read it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class ProblemJson {

    private static final Logger LOG = Logger.getLogger(ProblemJson.class);
    static final String RETRY_AFTER_SECONDS = "5";
    static final String CHALLENGE = "Bearer";

    private ProblemJson() {}

    /** What the answer says of a failure besides its body. */
    public static Map<String, String> headers(Kind kind) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/problem+json"));
        if (kind == Kind.METHOD_NOT_ALLOWED) {
            headers.put("Allow", "POST");
        }
        if (kind == Kind.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", CHALLENGE);
        }
        if (kind == Kind.STORE_UNAVAILABLE) {
            headers.put("Retry-After", RETRY_AFTER_SECONDS);
        }
        return headers;
    }

    /** The failure behind an exception; one that is none of ours is a bug, and goes to the log under an id. */
    public static StoreFailure failure(Throwable exception) {
        return Failures.known(exception).orElseGet(() -> {
            StoreFailure bug = Failures.ofBug(exception);
            LOG.error(bug.getMessage(), exception);
            return bug;
        });
    }

    /** The object that describes a failure. */
    public static JsonObject of(StoreFailure failure) {
        JsonObject problem = new JsonObject()
                .put("type", "urn:glint:" + failure.kind().type())
                .put("title", failure.kind().title())
                .put("status", failure.kind().status())
                .put("detail", failure.getMessage());
        failure.imageId().ifPresent(id -> problem.put("imageId", id));
        return problem;
    }
}
