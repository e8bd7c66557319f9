package dev.glint.s3;

import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.config.StoreSettings;
import dev.glint.config.StoreValues;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.LogCapture;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SlowFaults;
import dev.glint.testing.TwoFacedS3Proxy;
import dev.glint.transfer.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreReadinessTest {

    private static final String ASK = "The bucket cannot be asked; the log says why.";

    /** The first request of a process takes longer than a later probe may wait. */
    @Test
    void firstProbeWaitsForTheAnswer() {
        try (TwoFacedS3Proxy s3 = new TwoFacedS3Proxy();
                FaultProxy slow = new FaultProxy(s3.uri(), s3.trustingUri())) {
            try (PlainS3 plain =
                    new PlainS3(s3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, "images")) {
                plain.client().createBucket(request -> request.bucket("images"));
            }
            slow.onAny().once(SlowFaults.delay(Duration.ofMillis(700)));
            Map<String, String> values = new HashMap<>(s3.configuration("images"));
            values.put("s3.store.host", slow.uri().toString());
            StoreSettings settings = StoreValues.settings(values);
            S3Clients clients = new S3Clients(settings, metrics(settings), new DefaultChain());
            try {
                assertEquals(UP, probe(settings, clients).getStatus());
                assertEquals(1, slow.requests().size());
            } finally {
                clients.close();
            }
        }
    }

    static Stream<Throwable> bugs() {
        return Stream.of(new IllegalStateException("hush"), new AssertionError("hush"), new StackOverflowError());
    }

    /** An exception that is no failure of S3 also makes the check of the bucket DOWN, with a sentence. */
    @ParameterizedTest
    @MethodSource("bugs")
    void readinessIsDownAfterAnUnexpectedException(Throwable bug) {
        StoreSettings settings = StoreValues.settings(StoreValues.with());
        S3Clients clients = new S3Clients(settings, metrics(settings), new DefaultChain()) {
            @Override
            public S3Bucket bucket() {
                if (bug instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) bug;
            }
        };
        try (LogCapture log = new LogCapture()) {
            assertDown(probe(settings, clients));
            assertEquals(1, log.records().size());
        }
    }

    @Test
    void readinessIsDownWhileTheProcessEnds() {
        StoreSettings settings = StoreValues.settings(StoreValues.with());
        Transfers closed = resources(settings);
        closed.close();
        assertDown(new StoreReadiness(settings, new S3Clients(settings, metrics(settings), new DefaultChain()), closed)
                .call());
    }

    private static void assertDown(HealthCheckResponse answer) {
        assertEquals(DOWN, answer.getStatus());
        assertEquals(ASK, answer.getData().orElseThrow().get("answer"));
    }

    private static HealthCheckResponse probe(StoreSettings settings, S3Clients clients) {
        Transfers resources = resources(settings);
        try {
            return new StoreReadiness(settings, clients, resources).call();
        } finally {
            resources.close();
        }
    }

    private static Transfers resources(StoreSettings settings) {
        return new Transfers(
                settings, StoreValues.formats(Map.of()), new MemoryBudget(settings), null, metrics(settings));
    }

    private static StoreMetrics metrics(StoreSettings settings) {
        return new StoreMetrics(new SimpleMeterRegistry(), new MemoryBudget(settings));
    }
}
