package dev.glint.devmode;

import dev.glint.config.StoreSettings;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a person sees at {@code /} in dev mode: what runs, where the bucket is, and the four functions to try. */
@Singleton
@IfBuildProfile("dev")
class DevPage {

    /** Before {@code HttpAdmission}, which refuses all requests that are not for functions. */
    private static final int ORDER = -200;

    private static final String DIRECTORY = "/dev-page/";
    private static final List<String> FILES = List.of("page.js", "style.css");

    private final StoreSettings store;
    private final String version;

    DevPage(StoreSettings store, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.store = store;
        this.version = version;
    }

    void install(@Observes Router router) {
        router.route(HttpMethod.GET, "/").order(ORDER).handler(context -> send(context, "index.html"));
        router.route(HttpMethod.GET, DIRECTORY + "facts.json").order(ORDER).handler(context -> context.json(facts()));
        for (String name : FILES) {
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
        Pages.send(context, name, DevPage.class.getResourceAsStream(name));
    }
}
