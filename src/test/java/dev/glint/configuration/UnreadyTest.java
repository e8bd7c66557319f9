package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.NoStore;
import dev.glint.testing.ScriptedS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Health of a store whose bucket is missing. The answer of S3 is cached for a while, so this application has no other test. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
@QuarkusTestResource(value = NoStore.class, restrictToAnnotatedClass = true)
class UnreadyTest {

    private final int port = Integer.parseInt(Settings.get("test.store.port"));

    private final Functions functions = Functions.ofTest();

    @Test
    void readinessIsDownWithoutABucketAndS3IsAskedOnce() throws IOException {
        try (ScriptedS3 s3 = new ScriptedS3(port, 404, "NoSuchBucket")) {
            for (int probe = 0; probe < 20; probe++) {
                Answer answer = functions.request("GET", "q/health/ready", BodyPublishers.noBody());
                assertEquals(503, answer.status());
                assertEquals("DOWN", answer.text("status"));
                String reason = answer.bucket();
                assertTrue(reason.contains("bucket missing does not exist"), reason);
            }
            assertEquals(1, s3.requests());
        }
        for (String path : new String[] {"q/health/live", "q/health/started"}) {
            functions.request("GET", path, BodyPublishers.noBody()).ok();
        }
    }
}
