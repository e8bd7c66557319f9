package dev.glint.devmode;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page that uploads from a browser, as {@code npm run build} has made it, for the functions of dev mode. */
final class UploadPage {

    private static final String PATH = "/upload-page/";
    private static final Path DIRECTORY =
            Path.of("deploy", "upload-page", "dist").toAbsolutePath();
    private static final Path PAGE = DIRECTORY.resolve("index.html");

    private UploadPage() {}

    static boolean isBuilt() {
        return Files.isRegularFile(PAGE);
    }

    static void install(Router router, int order) {
        router.route(HttpMethod.GET, PATH).order(order).handler(UploadPage::send);
        router.route(HttpMethod.GET, PATH + "config.json")
                .order(order)
                .handler(context -> context.json(new JsonObject().put("functions", "/")));
        router.route(HttpMethod.GET, PATH + "*")
                .order(order)
                .handler(StaticHandler.create(FileSystemAccess.ROOT, DIRECTORY.toString())
                        .setCachingEnabled(false));
    }

    /** The policy of the page names the storage that it was built for; here the storage is another. */
    private static void send(RoutingContext context) {
        if (!isBuilt()) {
            context.next();
            return;
        }
        try {
            String page = Files.readString(PAGE).replaceAll("connect-src [^;\"]*", "connect-src http: https:");
            Pages.send(context, PAGE.getFileName().toString(), page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            context.fail(e);
        }
    }
}
