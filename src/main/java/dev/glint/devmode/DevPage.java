package dev.glint.devmode;

import dev.glint.config.StoreSettings;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a person sees at {@code /} in dev mode: what runs, where the bucket is, and the four functions to try. */
@Singleton
@IfBuildProfile("dev")
class DevPage {

    /** Before requests are admitted to the functions, which refuses all others. */
    private static final int ORDER = -200;

    private static final String DIRECTORY = "/dev-page/";
    private static final Map<String, String> TYPES =
            Map.of("index.html", "text/html", "page.js", "text/javascript", "style.css", "text/css");

    private final StoreSettings store;
    private final String version;

    DevPage(StoreSettings store, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.store = store;
        this.version = version;
    }

    void install(@Observes Router router) {
        router.route(HttpMethod.GET, "/").order(ORDER).handler(context -> send(context, "index.html"));
        router.route(HttpMethod.GET, DIRECTORY + "facts.json").order(ORDER).handler(context -> context.json(facts()));
        for (String name : TYPES.keySet()) {
            router.route(HttpMethod.GET, DIRECTORY + name).order(ORDER).handler(context -> send(context, name));
        }
        UploadPage.install(router, ORDER);
    }

    private JsonObject facts() {
        return new JsonObject()
                .put("glint", version)
                .put("java", Runtime.version().feature())
                .put("store", store.endpoint.uri().toString())
                .put("bucket", store.bucket)
                .put("uploadPage", UploadPage.isBuilt());
    }

    private static void send(RoutingContext context, String name) {
        try (InputStream file = Objects.requireNonNull(DevPage.class.getResourceAsStream(name), name)) {
            context.response()
                    .putHeader("Content-Type", TYPES.get(name) + "; charset=utf-8")
                    .putHeader("Cache-Control", "no-store")
                    .end(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
