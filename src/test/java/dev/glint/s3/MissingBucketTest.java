package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.config.StoreSettings;
import dev.glint.config.StoreValues;
import dev.glint.image.StoreFailure;
import dev.glint.testing.TwoFacedS3Proxy;
import dev.glint.transfer.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The creation of missing buckets. */
class MissingBucketTest {

    private static TwoFacedS3Proxy s3;

    @BeforeAll
    static void startS3() {
        s3 = new TwoFacedS3Proxy();
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @Test
    void missingBucketIsCreatedAndMayBeCreatedAgain() {
        with("new-images", bucket -> {
            assertFalse(bucket.exists());
            bucket.create();
            bucket.create();
            assertTrue(bucket.exists());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"aa", "Images", "under_score", "images-", "a..b", "192.168.5.4"})
    void bucketWithAnInvalidNameCannotBeCreated(String name) {
        with(name, bucket -> {
            StoreFailure failure = assertThrows(StoreFailure.class, bucket::create);
            assertEquals(BAD_STORE_CONFIGURATION, failure.kind());
            assertTrue(failure.getMessage().matches(".*" + name + ".*s3\\.store\\.bucket.*\\."), failure.getMessage());
        });
    }

    private static void with(String name, Consumer<S3Bucket> use) {
        StoreSettings settings = StoreValues.settings(s3.configuration(name));
        S3Clients clients = new S3Clients(
                settings, new StoreMetrics(new SimpleMeterRegistry(), new MemoryBudget(settings)), new DefaultChain());
        try {
            use.accept(clients.bucket());
        } finally {
            clients.close();
        }
    }
}
