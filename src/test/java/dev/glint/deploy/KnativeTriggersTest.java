package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.function.RequestBody;
import dev.glint.function.S3Event;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Server;
import dev.glint.testing.S3Notifications.Shape;
import io.fabric8.knative.eventing.v1.Trigger;
import io.fabric8.knative.sources.v1.SinkBindingSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Knative triggers agree with the functions. */
class KnativeTriggersTest {

    private final List<Trigger> triggers = KnativeResources.triggers();

    @Test
    void everyEventTypeHasOneTrigger() {
        assertEquals(
                ApplicationClasses.functions().stream()
                        .map("dev.glint.image."::concat)
                        .toList(),
                triggers.stream()
                        .filter(trigger -> trigger.getSpec().getFilter() != null)
                        .map(KnativeTriggersTest::eventType)
                        .sorted()
                        .toList());
    }

    @Test
    void notificationsHaveOneTrigger() {
        List<Trigger> others = triggers.stream()
                .filter(trigger -> trigger.getSpec().getFilter() == null)
                .toList();
        assertEquals(1, others.size());
        List<String> prefixes = others.get(0).getSpec().getFilters().get(0).getAny().stream()
                .map(filter -> filter.getPrefix().get("type"))
                .toList();
        for (Shape shape : Shape.values()) {
            assertTrue(
                    !shape.isEvent() || prefixes.stream().anyMatch(shape.type(S3Notifications.PUT)::startsWith),
                    shape::name);
        }
    }

    @Test
    void cephTellsTheBrokerOfNewObjects() {
        List<JsonNode> resources = DeployFiles.yaml("knative/ceph-notifications.yaml");
        JsonNode topic = resources.get(0);
        JsonNode notification = resources.get(1);
        assertEquals(
                topic.at("/metadata/name").asText(),
                notification.at("/spec/topic").asText());
        JsonNode endpoint = topic.at("/spec/endpoint/http");
        assertTrue(endpoint.path("sendCloudEvents").asBoolean());
        assertTrue(endpoint.path("uri")
                .asText()
                .endsWith(
                        "/NAMESPACE/" + KnativeResources.broker().getMetadata().getName()));
        for (JsonNode name : notification.at("/spec/events")) {
            JsonNode message = S3Notifications.message(Server.CEPH.record(name.asText(), "images", "img", 3));
            assertEquals(1, S3Event.read(RequestBody.of(message)).size(), name::asText);
        }
    }

    @Test
    void triggersConnectTheBrokerTheServiceAndTheDeadLetters() {
        for (Trigger trigger : triggers) {
            assertEquals(
                    KnativeResources.broker().getMetadata().getName(),
                    trigger.getSpec().getBroker());
            assertEquals(
                    KnativeResources.service().getMetadata().getName(),
                    trigger.getSpec().getSubscriber().getRef().getName());
            assertEquals(
                    KnativeResources.deadLetters().getMetadata().getName(),
                    trigger.getSpec().getDelivery().getDeadLetterSink().getRef().getName());
        }
    }

    /** If a delivery timed out before its call ended, the broker would repeat it while the call still runs. */
    @Test
    void deliveriesWaitForTheAnswersOfTheFunctions() {
        Duration deadline =
                Environment.read(KnativeResources.environment()).getValue("s3.store.deadline", Duration.class);
        long longest = KnativeResources.revision().getTimeoutSeconds();
        for (Trigger trigger : triggers) {
            Duration timeout = Duration.parse(trigger.getSpec().getDelivery().getTimeout());
            assertTrue(timeout.compareTo(deadline) > 0, trigger::toString);
            boolean addsImages =
                    trigger.getSpec().getFilter() == null || eventType(trigger).endsWith(".add");
            assertTrue(timeout.toSeconds() == longest || !addsImages, "however large an image is");
        }
    }

    private static String eventType(Trigger trigger) {
        return trigger.getSpec().getFilter().getAttributes().get("type");
    }

    @Test
    void sinkBindingConnectsTheServiceAndTheBroker() {
        SinkBindingSpec binding = KnativeResources.sinkBinding().getSpec();
        assertEquals(
                KnativeResources.service().getMetadata().getName(),
                binding.getSubject().getName());
        assertEquals(
                KnativeResources.service().getApiVersion(), binding.getSubject().getApiVersion());
        assertEquals(
                KnativeResources.broker().getMetadata().getName(),
                binding.getSink().getRef().getName());
        assertEquals(
                KnativeResources.broker().getApiVersion(),
                binding.getSink().getRef().getApiVersion());
    }
}
