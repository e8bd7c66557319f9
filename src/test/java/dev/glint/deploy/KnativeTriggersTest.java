package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                triggers.stream().map(KnativeTriggersTest::eventType).sorted().toList());
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
            assertTrue(timeout.compareTo(deadline) > 0, eventType(trigger));
            assertTrue(
                    timeout.toSeconds() == longest || !eventType(trigger).endsWith(".add"),
                    "however large an image is");
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
