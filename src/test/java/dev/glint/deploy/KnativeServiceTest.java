package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfig;
import org.junit.jupiter.api.Test;

/** The Knative service agrees with the application and its image. */
class KnativeServiceTest {

    /** The memory of the JVM besides its heap: an add takes 187 MiB in total, 64 MiB of them heap. The rest is a reserve. */
    private static final long OUTSIDE_THE_HEAP = 160 * 1024 * 1024;

    private final RevisionSpec revision = KnativeResources.revision();
    private final Container container = KnativeResources.container();

    @Test
    void serviceTakesAsManyCallsAsItsMemoryHasPartsFor() {
        SmallRyeConfig config = Environment.read(KnativeResources.environment());
        long memory = bytes(container.getResources().getLimits().get("memory"));
        assertEquals(memory, bytes(container.getResources().getRequests().get("memory")));
        long heap = memory * ContainerImagesTest.heapPercentage() / 100;
        long add = config.getValue("s3.store.part-size", MemorySize.class).asLongValue()
                * config.getValue("s3.store.parts-in-flight", Integer.class);
        assertEquals(heap / 2 / add, revision.getContainerConcurrency());
        assertTrue(memory - heap >= OUTSIDE_THE_HEAP);
    }

    /** Knative gives a pod as much time to stop as a call has to end. */
    @Test
    void podHasTimeToShutDown() {
        long shutdown = DurationConverter.parseDuration(Environment.defaults().getProperty("quarkus.shutdown.timeout"))
                .toSeconds();
        assertTrue(revision.getTimeoutSeconds() > shutdown + 5, "seconds to undo adds in");
    }

    /** An add sends its answer only at its end. */
    @Test
    void responseMayStartAsLateAsACallMayEnd() {
        assertEquals(revision.getTimeoutSeconds(), revision.getResponseStartTimeoutSeconds());
    }

    @Test
    void probesAskForTheHealthOfTheApplication() {
        assertEquals(
                "/q/health/started", container.getStartupProbe().getHttpGet().getPath());
        assertEquals(
                "/q/health/ready", container.getReadinessProbe().getHttpGet().getPath());
        assertEquals("/q/health/live", container.getLivenessProbe().getHttpGet().getPath());
    }

    @Test
    void containerListensWhereTheApplicationDoes() {
        Integer port = container.getPorts().get(0).getContainerPort();
        assertEquals("${PORT:" + port + "}", Environment.defaults().getProperty("quarkus.http.port"));
    }

    @Test
    void podRunsWithItsOwnServiceAccount() {
        assertEquals(KnativeResources.account().getMetadata().getName(), revision.getServiceAccountName());
    }

    /** Glint does not authenticate callers. */
    @Test
    void serviceIsReachableInsideTheClusterOnly() {
        assertEquals(
                "cluster-local",
                KnativeResources.service().getMetadata().getLabels().get("networking.knative.dev/visibility"));
    }

    private static long bytes(Quantity quantity) {
        return quantity.getNumericalAmount().longValueExact();
    }
}
