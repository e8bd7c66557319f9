package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The figures of the service, which follow from each other and from those of the application. */
class KnativeLimitsTest {

    private static final long MEBI = 1024 * 1024;
    /** What the JVM takes besides its heap: of 187 MiB that an add was measured at 64 were heap. Some room is left. */
    private static final long OUTSIDE_THE_HEAP = 160 * MEBI;

    private final RevisionSpec revision =
            KnativeManifests.service().getSpec().getTemplate().getSpec();
    private final Container container = revision.getContainers().get(0);

    @Test
    void takesAsManyCallsAsThereIsMemoryForTheirParts() {
        SmallRyeConfig config = Variables.check(KnativeManifests.environment());
        long memory = bytes(container.getResources().getLimits().get("memory"));
        assertEquals(memory, bytes(container.getResources().getRequests().get("memory")));
        long heap = memory * heapPercentage() / 100;
        long ofAnAdd = config.getValue("s3.store.part-size", MemorySize.class).asLongValue()
                * config.getValue("s3.store.parts-in-flight", Integer.class);
        assertEquals(heap / 2 / ofAnAdd, revision.getContainerConcurrency());
        assertTrue(memory - heap >= OUTSIDE_THE_HEAP);
    }

    /** A pod has as long to stop as a call has to end: Knative makes one of the other. */
    @Test
    void stopsCallsBeforeItIsKilled() throws IOException {
        Properties defaults = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
            defaults.load(in);
        }
        long shutdown = DurationConverter.parseDuration(defaults.getProperty("quarkus.shutdown.timeout"))
                .toSeconds();
        assertTrue(revision.getTimeoutSeconds() > shutdown + 5, "seconds to end after calls have had theirs");
        assertEquals(
                revision.getTimeoutSeconds(), revision.getResponseStartTimeoutSeconds(), "adds answer at their end");
    }

    private static long bytes(Quantity quantity) {
        return quantity.getNumericalAmount().longValueExact();
    }

    private static long heapPercentage() {
        return Dockerfile.parse(DeployFiles.text("docker/Dockerfile.jvm")).only("ENTRYPOINT").stream()
                .filter(word -> word.startsWith("-XX:MaxRAMPercentage="))
                .mapToLong(word -> Long.parseLong(word.split("=")[1]))
                .findFirst()
                .orElseThrow();
    }
}
