package dev.glint;

import dev.glint.testing.Events;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import dev.glint.testing.RealS3;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a packaged application does early in its life, all of it once: the JVM notes which classes that takes, for the cache with
 * which later ones start.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(TrainingIT.World.class)
@Tag("aot-jar")
class TrainingIT {

    private static final int MULTIPART = 12_000_000;

    @TestHTTPResource
    URI uri;

    String source;

    @Test
    void doesEverythingOnce() {
        Functions functions = new Functions(uri);
        functions.request("GET", "q/health", BodyPublishers.noBody());
        functions.request("GET", "q/metrics", BodyPublishers.noBody()).ok();
        functions.call("add", "imageId", "small", "data", "AAEC").ok();
        functions.call("add", "imageId", "large", "source", source + MULTIPART).ok();
        functions.call("get-size", "imageId", "large").ok();
        functions.call("get-presigned", "imageId", "large").ok();
        functions.call("add", "imageId", "small", "data", "AAEC").problem(409, "duplicate");
        for (Events.Mode mode : Events.Mode.values()) {
            new Events(uri, mode).deliver("1", "dev.glint.image.delete", "{\"imageId\": \"small\"}");
        }
    }

    /** A store, and a source. */
    public static final class World implements QuarkusTestResourceLifecycleManager {

        private static final String BUCKET = "training";

        private final SourceServer source = new SourceServer();
        private RealS3 s3;
        private String sourceUrl;

        @Override
        public Map<String, String> start() {
            s3 = new RealS3();
            try (PlainS3 plain = new PlainS3(s3.uri(), RealS3.ACCESS_KEY, RealS3.SECRET_KEY, BUCKET)) {
                plain.client().createBucket(request -> request.bucket(BUCKET));
            }
            Map<String, String> configuration = new HashMap<>(source.start());
            sourceUrl = configuration.get("test.source.url") + "/bytes/";
            configuration.putAll(s3.configuration(BUCKET));
            return configuration;
        }

        @Override
        public void inject(Object test) {
            ((TrainingIT) test).source = sourceUrl;
        }

        @Override
        public void stop() {
            source.stop();
            s3.close();
        }
    }
}
