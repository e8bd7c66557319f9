package dev.glint.function;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/**
 * Serves the OpenAPI document as it stands in the file. Quarkus' extension would do that, too, but a native executable would take
 * 1.3 MiB more from its first call on.
 */
@Singleton
class ApiDocument {

    private static final String PATH = "/q/openapi";
    private static final String FILE = "META-INF/openapi.yaml";

    void install(@Observes Router router) {
        router.get(PATH).blockingHandler(ApiDocument::answer, false);
    }

    private static void answer(RoutingContext context) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
            context.response()
                    // RFC 9512
                    .putHeader("Content-Type", "application/yaml")
                    .end(Buffer.buffer(file.readAllBytes()));
        } catch (IOException e) {
            context.fail(e);
        }
    }
}
