package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnativeServiceTest {

    private static final Set<String> ALLOWED_BY_KNATIVE = Set.of(
            "containerConcurrency",
            "timeoutSeconds",
            "responseStartTimeoutSeconds",
            "idleTimeoutSeconds",
            "serviceAccountName",
            "automountServiceAccountToken",
            "enableServiceLinks",
            "imagePullSecrets",
            "containers",
            "volumes");

    private final RevisionSpec revision =
            KnativeManifests.service().getSpec().getTemplate().getSpec();
    private final Container container = revision.getContainers().get(0);

    @Test
    void isForCallersInsideTheClusterOnly() {
        assertEquals(
                "cluster-local",
                KnativeManifests.service().getMetadata().getLabels().get("networking.knative.dev/visibility"));
    }

    @Test
    void listensWhereTheImageSays() {
        assertEquals("IMAGE", container.getImage(), "whoever deploys it says which");
        assertEquals(
                Dockerfile.parse(DeployFiles.text("docker/Dockerfile.jvm")).only("EXPOSE"),
                List.of(container.getPorts().get(0).getContainerPort().toString()));
    }

    @Test
    void runsWithoutAnyPrivilege() {
        SecurityContext security = container.getSecurityContext();
        assertTrue(security.getRunAsNonRoot());
        assertTrue(security.getReadOnlyRootFilesystem());
        assertFalse(security.getAllowPrivilegeEscalation());
        assertEquals(List.of("ALL"), security.getCapabilities().getDrop());
        assertTrue(security.getCapabilities().getAdd().isEmpty());
        assertEquals("RuntimeDefault", security.getSeccompProfile().getType());
        assertFalse(revision.getAutomountServiceAccountToken());
        assertEquals(1, revision.getVolumes().size(), "nothing to write to but /tmp");
        assertEquals("/tmp", container.getVolumeMounts().get(0).getMountPath());
        assertEquals(
                revision.getVolumes().get(0).getName(),
                container.getVolumeMounts().get(0).getName());
    }

    /** Knative has a few fields of a pod, and refuses the others; the model has them all. */
    @Test
    void hasNoFieldThatKnativeRefuses() {
        JsonNode service =
                DeployFiles.yaml(DeployFiles.text("knative/service.yaml")).get(0);
        Set<String> fields = new TreeSet<>();
        service.at("/spec/template/spec").fieldNames().forEachRemaining(fields::add);
        fields.removeAll(ALLOWED_BY_KNATIVE);
        assertEquals(Set.of(), fields);
        assertNull(container.getLifecycle());
    }

    @Test
    void isAskedForItsHealth() {
        assertEquals("/q/health/started", path(container.getStartupProbe()));
        assertEquals("/q/health/ready", path(container.getReadinessProbe()));
        assertEquals("/q/health/live", path(container.getLivenessProbe()));
        assertTrue(container.getReadinessProbe().getTimeoutSeconds() >= 1, "S3 is waited for half a second");
    }

    @Test
    void hasItsKeysFromASecret() {
        container.getEnv().forEach(variable -> {
            assertTrue(variable.getName().endsWith("_KEY"));
            assertNull(variable.getValue());
            assertEquals("glint-s3", variable.getValueFrom().getSecretKeyRef().getName());
        });
        assertEquals(2, container.getEnv().size());
    }

    @Test
    void hasAnEnvironmentThatTheApplicationStartsWith() {
        Variables.check(KnativeManifests.environment());
        Map<String, String> withKeys = new TreeMap<>(KnativeManifests.environment());
        container.getEnv().forEach(variable -> withKeys.put(variable.getName(), "from the secret"));
        Variables.check(withKeys);
    }

    @ParameterizedTest
    @CsvSource({
        "timeoutSeconds: 600, timeoutSecond: 600",
        "optional: true, optionally: true",
        "runAsNonRoot: true, runAsNonroot: true",
        "containerConcurrency: 4, 'containerConcurrency: \"4\"'",
        "readOnlyRootFilesystem: true, 'readOnlyRootFilesystem: \"true\"'",
        "'max-scale: \"10\"', max-scale: 10",
        "serving.knative.dev/v1, serving.knative.dev/v1beta1",
    })
    void aMistakeIsNoticed(String right, String wrong) {
        String text = DeployFiles.text("knative/service.yaml");
        String changed = text.replace(right, wrong);
        assertFalse(changed.equals(text), right);
        assertThrows(IllegalArgumentException.class, () -> KnativeManifests.read(changed));
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
