package dev.glint.function;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;

/** The HTTP request that is being answered, which functions do not see. */
@Singleton
class CurrentRequest {

    private final CurrentVertxRequest current;

    CurrentRequest(CurrentVertxRequest current) {
        this.current = current;
    }

    AdmittedRequest admitted() {
        return AdmittedRequest.of(current.getCurrent());
    }
}
