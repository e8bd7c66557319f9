package dev.glint.function;

import dev.glint.testing.Functions;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.S3Mock;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TrustedKeys;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Tests of a packaged application of their own with a bucket of their own on S3Mock, so that they can run beside others. They must
 * leave nothing in the bucket.
 */
abstract class S3MockSuite implements Backend {

    private static final String BUCKET = "contract";

    private static final SourceServer SOURCE = new SourceServer();
    private static final TrustedKeys KEYS = new TrustedKeys();
    private static final Map<String, String> CONFIGURATION = new HashMap<>();
    private static PlainS3 s3;
    private static PackagedApplication application;

    @BeforeAll
    static void start() {
        CONFIGURATION.putAll(new S3Mock().start());
        CONFIGURATION.put("s3.store.bucket", BUCKET);
        CONFIGURATION.putAll(SOURCE.start());
        CONFIGURATION.putAll(KEYS.start());
        s3 = new PlainS3(
                URI.create("http://" + CONFIGURATION.get("s3.store.host")),
                CONFIGURATION.get("s3.store.access-key"),
                CONFIGURATION.get("s3.store.secret-key"),
                BUCKET);
        s3.client().createBucket(request -> request.bucket(BUCKET));
        application = new PackagedApplication(CONFIGURATION);
    }

    @AfterAll
    static void stop() {
        application.close();
        s3.close();
        KEYS.stop();
        SOURCE.stop();
    }

    @Override
    public Functions functions() {
        return new Functions(application.uri());
    }

    @Override
    public PlainS3 s3() {
        return s3;
    }

    @Override
    public String setting(String key) {
        return CONFIGURATION.get(key);
    }

    @AfterEach
    void nothingIsLeft() {
        s3.assertEmptyAndClean();
    }
}
