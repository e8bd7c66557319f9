package dev.glint.function;

import dev.glint.access.Caller;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Callers who prove themselves by tokens that we verify. */
@Singleton
@DefaultBean
class BearerCallers implements Callers {

    @Override
    public Caller of(HttpServerRequest request) {
        return new Caller.Bearer(request.headers().getAll("Authorization"));
    }
}
