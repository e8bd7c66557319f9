package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.RequestId;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The call that is being answered, as far as functions do not see it. */
@Singleton
class CurrentCall {

    private final CurrentVertxRequest request;

    CurrentCall(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Its {@code Idempotency-Key}, else a fresh one. */
    RequestId requestId() {
        RoutingContext context = request.getCurrent();
        String key = context == null ? null : context.request().getHeader("Idempotency-Key");
        return key == null ? RequestId.fresh() : new RequestId(key);
    }

    /** The same source, which is not read any further when the client has gone. */
    ImageSource cancelled(ImageSource source) {
        RoutingContext context = request.getCurrent();
        return context == null
                ? source
                : () -> {
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
