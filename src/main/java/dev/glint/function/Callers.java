package dev.glint.function;

import dev.glint.access.Caller;
import io.vertx.core.http.HttpServerRequest;

/** Says who makes a request over HTTP. */
public interface Callers {

    Caller of(HttpServerRequest request);
}
