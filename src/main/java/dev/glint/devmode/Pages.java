package dev.glint.devmode;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;

/** How the pages of dev mode are answered. */
final class Pages {

    private Pages() {}

    /** Answers with a file; {@code name} tells its type. Browsers ask again each time, since it may have changed. */
    static void send(RoutingContext context, String name, byte[] content) {
        context.response()
                .putHeader("Content-Type", MimeMapping.getMimeTypeForFilename(name))
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(content));
    }

    /** Answers with a file of the class path, or leaves the request to others if {@code file} is null. */
    static void send(RoutingContext context, String name, InputStream file) {
        if (file == null) {
            context.next();
            return;
        }
        try (file) {
            send(context, name, file.readAllBytes());
        } catch (IOException e) {
            context.fail(e);
        }
    }
}
