package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.knative.duck.v1.DeliverySpec;
import io.fabric8.knative.duck.v1.KReference;
import io.fabric8.knative.eventing.v1.Broker;
import io.fabric8.knative.eventing.v1.Trigger;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TriggersTest {

    static List<Trigger> triggers() {
        return KnativeManifests.all(Trigger.class);
    }

    @Test
    void areOneForEachTypeOfEvent() {
        List<Map<String, String>> filters = triggers().stream()
                .map(trigger -> trigger.getSpec().getFilter().getAttributes())
                .toList();
        assertEquals(4, filters.size());
        assertEquals(
                Functions.eventTypes(),
                filters.stream().map(filter -> filter.get("type")).collect(Collectors.toCollection(TreeSet::new)));
        filters.forEach(filter -> assertEquals(1, filter.size()));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void connectWhatThereIs(Trigger trigger) {
        assertTrue(KnativeManifests.all(Broker.class).stream()
                .anyMatch(broker ->
                        broker.getMetadata().getName().equals(trigger.getSpec().getBroker())));
        assertExists(trigger.getSpec().getSubscriber().getRef());
        assertExists(trigger.getSpec().getDelivery().getDeadLetterSink().getRef());
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void tryAgainAndThenGiveUpWhereSomebodyLooks(Trigger trigger) {
        DeliverySpec delivery = trigger.getSpec().getDelivery();
        assertTrue(delivery.getRetry() >= 3);
        assertEquals("exponential", delivery.getBackoffPolicy());
        assertTrue(Duration.parse(delivery.getBackoffDelay()).toSeconds() >= 1);
        long limit =
                KnativeManifests.service().getSpec().getTemplate().getSpec().getTimeoutSeconds();
        long timeout = Duration.parse(delivery.getTimeout()).toSeconds();
        assertTrue(timeout >= 60 && timeout <= limit, "more than the deadline of S3, no more than any call may take");
        boolean isAdd =
                trigger.getSpec().getFilter().getAttributes().get("type").endsWith(".add");
        assertEquals(isAdd, timeout == limit, "an add has all the time that there is");
    }

    @ParameterizedTest
    @CsvSource({
        "retry: 5, retries: 5",
        "attributes:, attribute:",
        "deadLetterSink:, deadletterSink:",
        "retry: 5, retry: five"
    })
    void aMistakeIsNoticed(String right, String wrong) {
        String text = DeployFiles.text("knative/triggers.yaml");
        String changed = text.replace(right, wrong);
        assertFalse(changed.equals(text), right);
        assertThrows(IllegalArgumentException.class, () -> KnativeManifests.read(changed));
    }

    private static void assertExists(KReference reference) {
        assertTrue(
                KnativeManifests.all(HasMetadata.class).stream()
                        .anyMatch(resource -> resource.getApiVersion().equals(reference.getApiVersion())
                                && resource.getKind().equals(reference.getKind())
                                && resource.getMetadata().getName().equals(reference.getName())),
                reference.toString());
    }
}
