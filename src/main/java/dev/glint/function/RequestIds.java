package dev.glint.function;

import dev.glint.image.RequestId;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The id of the call that is being answered: its {@code Idempotency-Key}, else a fresh one. */
@Singleton
class RequestIds {

    private final CurrentVertxRequest request;

    RequestIds(CurrentVertxRequest request) {
        this.request = request;
    }

    RequestId current() {
        RoutingContext context = request.getCurrent();
        String key = context == null ? null : context.request().getHeader("Idempotency-Key");
        return key == null ? RequestId.fresh() : new RequestId(key);
    }
}
