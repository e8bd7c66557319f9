package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health checks while the store works. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class HealthTest {

    @ParameterizedTest
    @ValueSource(strings = {"q/health/live", "q/health/ready", "q/health/started", "q/health"})
    void healthIsUp(String path) {
        Answer answer = probe(path);
        // A probe does not wait long for S3, and the first answer takes a while on a busy machine.
        for (int again = 0; answer.status() != 200 && again < 600; again++) {
            LockSupport.parkNanos(100_000_000);
            answer = probe(path);
        }
        assertEquals("UP", answer.ok().text("status"));
    }

    private static Answer probe(String path) {
        return Functions.ofTest().request("GET", path, BodyPublishers.noBody());
    }
}
