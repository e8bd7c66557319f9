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

/** What the service has to know of the application and of its image. */
class KnativeServiceTest {

    /** What the JVM takes besides its heap: an add takes 187 MiB, 64 of them heap. Some room is left. */
    private static final long OUTSIDE_THE_HEAP = 160 * 1024 * 1024;

    private final RevisionSpec revision = KnativeResources.revision();
    private final Container container = KnativeResources.container();

    @Test
    void serviceTakesAsManyCallsAsItsMemoryHoldsPartsFor() {
        SmallRyeConfig config = Environment.read(KnativeResources.environment());
        long memory = bytes(container.getResources().getLimits().get("memory"));
        assertEquals(memory, bytes(container.getResources().getRequests().get("memory")));
        long heap = memory * ContainerImagesTest.heapPercentage("jvm") / 100;
        long add = config.getValue("s3.store.part-size", MemorySize.class).asLongValue()
                * config.getValue("s3.store.parts-in-flight", Integer.class);
        assertEquals(heap / 2 / add, revision.getContainerConcurrency());
        assertTrue(memory - heap >= OUTSIDE_THE_HEAP);
    }

    /** Knative gives a pod as long to stop as a call to end. */
    @Test
    void podHasTimeToShutDown() {
        long shutdown = DurationConverter.parseDuration(Environment.defaults().getProperty("quarkus.shutdown.timeout"))
                .toSeconds();
        assertTrue(revision.getTimeoutSeconds() > shutdown + 5, "seconds to undo adds in");
    }

    /** An add answers at its end. */
    @Test
    void answerMayBeginAsLateAsACallMayEnd() {
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
    void podRunsAsAnAccountThatCanHaveARole() {
        assertEquals(KnativeResources.account().getMetadata().getName(), revision.getServiceAccountName());
    }

    /** Glint does not ask callers who they are. */
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
