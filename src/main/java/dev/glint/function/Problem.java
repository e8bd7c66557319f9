package dev.glint.function;

import dev.glint.image.StoreFailure;
import io.vertx.core.json.JsonObject;

/**
 * A failure as callers read it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class Problem {

    private Problem() {}

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
