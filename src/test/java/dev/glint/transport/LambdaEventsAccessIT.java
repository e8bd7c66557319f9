package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access rules for one exported function: they apply to callers over HTTP, since IAM decides about all others. */
@Tag("lambda-events")
class LambdaEventsAccessIT extends LambdaAccessSuite {

    @BeforeAll
    static void start() {
        start(Map.of("quarkus.funqy.export", "add"));
    }

    @Test
    void queuesAndInvocationsNeedNoToken() {
        String request = "{\"imageId\": \"a.1\", \"data\": \"AAEC\"}";
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.message(batch, "message-1", request);
        assertEquals(0, add.answer(batch.toString()).path("batchItemFailures").size());
        world.take("a.1");
        assertEquals(3, add.answer(request).path("size").asInt());
    }
}
