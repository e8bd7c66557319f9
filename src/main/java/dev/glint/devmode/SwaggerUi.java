package dev.glint.devmode;

import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.openapi.ui.IndexHtmlCreator;
import io.smallrye.openapi.ui.Option;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Swagger UI of the OpenAPI document. Quarkus' extension for it would do the same, but it also works in tests, and each of them would
 * start a second later.
 */
@Singleton
@IfBuildProfile("dev")
class SwaggerUi {

    private static final String PATH = "/q/swagger-ui";
    private static final String FILES = "META-INF/resources/openapi-ui/";
    private static final Map<Option, String> OPTIONS =
            Map.of(Option.url, "/q/openapi", Option.title, "Glint", Option.selfHref, PATH, Option.backHref, "/");

    void install(@Observes Router router) {
        router.get(PATH).blockingHandler(SwaggerUi::sendPage, false);
        router.get(PATH + "/:file").blockingHandler(SwaggerUi::sendFile, false);
    }

    /** The page names its files relative to a directory. */
    private static void sendPage(RoutingContext context) {
        if (!context.request().path().endsWith("/")) {
            context.redirect(PATH + "/");
            return;
        }
        try {
            Pages.send(context, "index.html", IndexHtmlCreator.createIndexHtml(new EnumMap<>(OPTIONS)));
        } catch (IOException e) {
            context.fail(e);
        }
    }

    private static void sendFile(RoutingContext context) {
        String name = context.pathParam("file");
        ClassLoader files = IndexHtmlCreator.class.getClassLoader();
        // Encoded slashes would lead to other files of the class path.
        Pages.send(context, name, name.contains("/") ? null : files.getResourceAsStream(FILES + name));
    }
}
