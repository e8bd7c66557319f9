package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Uploads with the smallest parts that S3 allows, so that tests do not transfer gigabytes. */
public final class SmallParts implements QuarkusTestResourceLifecycleManager {

    public static final int SIZE = 5 << 20;

    @Override
    public Map<String, String> start() {
        return Map.of("s3.store.part-size", "5M", "s3.store.presigned.multipart-threshold", "5M");
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
