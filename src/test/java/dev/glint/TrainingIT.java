package dev.glint;

import dev.glint.testing.Events;
import dev.glint.testing.Functions;
import dev.glint.testing.RealStore;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Uses every function of a packaged application once. The JVM records which classes this loads, for the cache that makes later
 * starts faster.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(SourceServer.class)
@WithTestResource(RealStore.class)
@Tag("aot-jar")
class TrainingIT {

    private static final int MULTIPART = 12_000_000;

    @TestHTTPResource
    URI uri;

    @Test
    void trainingRunUsesEveryFunctionOnce() {
        Functions functions = new Functions(uri);
        functions.request("GET", "q/health", BodyPublishers.noBody());
        functions.request("GET", "q/metrics", BodyPublishers.noBody()).ok();
        functions.call("add", "imageId", "small", "data", "AAEC").ok();
        functions
                .call("add", "imageId", "large", "source", Settings.get("test.source.url") + "/bytes/" + MULTIPART)
                .ok();
        functions.call("get-size", "imageId", "large").ok();
        functions.call("get-presigned", "imageId", "large").ok();
        functions.call("add", "imageId", "small", "data", "AAEC").problem(409, "duplicate");
        for (Events.Mode mode : Events.Mode.values()) {
            new Events(uri, mode).deliver("1", "dev.glint.image.delete", "{\"imageId\": \"small\"}");
        }
    }
}
