package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Server;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batches of messages from queues. */
@Tag("lambda-events")
class LambdaQueuesIT extends InLambda {

    @Test
    void failedMessageDoesNotBlockOthers() {
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.message(batch, "m-1", inline("one"));
        AwsEvents.message(batch, "m-2", "poison {");
        AwsEvents.message(batch, "m-3", inline("one"));
        AwsEvents.message(batch, "m-4", "");
        AwsEvents.message(batch, "m-5", inline("two"));
        assertEquals(List.of("m-2", "m-3", "m-4"), failures(add.answer(batch.toString())));
        assertEquals(List.of("m-2", "m-3", "m-4"), failures(add.answer(batch.toString())), "delivered again");
        world.take("one");
        world.take("two");
    }

    @Test
    void repeatedDeleteInABatchSucceeds() {
        add.answer(inline("img"));
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.message(batch, "d-1", named("img"));
        AwsEvents.message(batch, "d-2", named("img"));
        assertEquals(List.of(), failures(world.exporting("delete").answer(batch.toString())));
    }

    @Test
    void messagesDoNotOvertakeAFailureOfTheirGroup() {
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.fifoMessage(batch, "f-1", "a", inline("one"));
        AwsEvents.fifoMessage(batch, "f-2", "a", "{}");
        AwsEvents.fifoMessage(batch, "f-3", "b", inline("two"));
        AwsEvents.fifoMessage(batch, "f-4", "a", inline("three"));
        AwsEvents.fifoMessage(batch, "f-5", "b", inline("four"));
        assertEquals(List.of("f-2", "f-4"), failures(add.answer(batch.toString())));
        List.of("one", "two", "four").forEach(world::take);
    }

    /** Standard queues have groups too, but no order. */
    @Test
    void groupsOfAStandardQueueHaveNoOrder() {
        ObjectNode batch = AwsEvents.batch();
        for (ObjectNode message :
                List.of(AwsEvents.message(batch, "g-1", "{}"), AwsEvents.message(batch, "g-2", inline("one")))) {
            ((ObjectNode) message.path("attributes")).put("MessageGroupId", "tenant");
        }
        assertEquals(List.of("g-1"), failures(add.answer(batch.toString())));
        world.take("one");
    }

    /** The messages of S3 itself, one of them by way of SNS. */
    @Test
    void objectsBecomeImages() {
        world.upload("one", SourceServer.bytes(7));
        world.upload("two", SourceServer.bytes(8));
        world.upload("three", SourceServer.bytes(9));
        ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
        wrapped.put("Type", "Notification")
                .put("TopicArn", "arn:aws:sns:eu-west-1:123456789012:uploads")
                .put("Message", told("three", 9));
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.message(batch, "s-1", S3Notifications.test());
        AwsEvents.message(batch, "s-2", told("one", 7));
        AwsEvents.message(batch, "s-3", told("two", 7));
        AwsEvents.message(batch, "s-4", told("folder/x", 7));
        AwsEvents.message(batch, "s-5", wrapped.toString());
        assertEquals(List.of("s-3"), failures(add.answer(batch.toString())));
        assertEquals(List.of("s-3"), failures(add.answer(batch.toString())), "delivered again");
        assertEquals(7, world.take("one").length);
        assertEquals(9, world.take("three").length);
    }

    @Test
    void messageWithSeveralObjectsFailsIfOneOfThemFails() {
        world.upload("one", SourceServer.bytes(7));
        ObjectNode message = S3Notifications.message(
                Server.AWS.record(S3Notifications.PUT, LambdaWorld.UPLOADS, "one", 6),
                Server.AWS.record(S3Notifications.PUT, LambdaWorld.UPLOADS, "one", 7));
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.message(batch, "s-1", message.toString());
        assertEquals(List.of("s-1"), failures(add.answer(batch.toString())));
        assertEquals(7, world.take("one").length);
    }

    private static String told(String key, long size) {
        return S3Notifications.message(Server.AWS.record(S3Notifications.PUT, LambdaWorld.UPLOADS, key, size))
                .toString();
    }

    private static List<String> failures(JsonNode answer) {
        return StreamSupport.stream(answer.path("batchItemFailures").spliterator(), false)
                .map(failure -> failure.path("itemIdentifier").asText())
                .toList();
    }
}
