package dev.glint.store;

import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Configurations;
import dev.glint.testing.Fault;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.PlainS3;
import dev.glint.testing.RealS3;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreReadinessTest {

    /** The first request of a process takes longer than a probe may wait later. */
    @Test
    void theFirstProbeWaitsForTheAnswer() {
        try (RealS3 s3 = new RealS3();
                FaultProxy slow = new FaultProxy(s3.uri(), s3.trustingUri())) {
            try (PlainS3 plain = new PlainS3(s3.uri(), RealS3.ACCESS_KEY, RealS3.SECRET_KEY, "images")) {
                plain.client().createBucket(request -> request.bucket("images"));
            }
            slow.onAny().once(Fault.delay(Duration.ofMillis(700)));
            Map<String, String> values = new HashMap<>(s3.configuration("images"));
            values.put("s3.store.host", slow.uri().toString());
            StoreSettings settings = new StoreSettings(Configurations.of(StoreConfig.class, values));
            StoreMetrics metrics = new StoreMetrics(new SimpleMeterRegistry(), new MemoryBudget(0, 0, Duration.ZERO));
            UploadResources resources = new UploadResources(settings, new MemoryBudget(settings), null, metrics);
            S3Clients clients = new S3Clients(settings, metrics);
            try {
                assertEquals(
                        UP,
                        new StoreReadiness(settings, clients, resources).call().getStatus());
                assertEquals(1, slow.requests().size());
            } finally {
                clients.close();
                resources.close();
            }
        }
    }
}
