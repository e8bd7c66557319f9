package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.Digests;
import dev.glint.testing.Fault;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions;
import dev.glint.testing.LambdaFunction;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.RuntimeApi.Result;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.SlowFaults;
import dev.glint.testing.SourceServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The function that is deployed for queues, buses and direct invocations, run as in Lambda. */
@Tag("lambda-events")
class LambdaEventsIT extends InLambda {

    @Test
    void directInvocationIsAnswered() {
        JsonNode added = add.answer(inline("img"));
        assertEquals(3, added.path("size").asInt());
        assertEquals(
                added.path("location"),
                world.exporting("get-size").answer(named("img")).path("location"));
        String url = world.exporting("get-presigned")
                .answer(named("img"))
                .path("url")
                .asText();
        assertArrayEquals(new byte[] {0, 1, 2}, Functions.fetch(url).body());
        assertTrue(
                world.exporting("delete").answer(named("img")).path("deleted").asBoolean());
        assertEquals(
                "urn:glint:not-found",
                world.exporting("delete").problem(named("img")).path("type").asText());
    }

    /** Lambda repeats an asynchronous invocation with the same id. */
    @Test
    void repeatedInvocationHasTheSameAnswer() {
        Result first = add.invoke("same", inline("img"), Duration.ofSeconds(30));
        assertEquals(first, add.invoke("same", inline("img"), Duration.ofSeconds(30)));
        assertEquals(
                "urn:glint:duplicate", add.problem(inline("img")).path("type").asText());
        world.take("img");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uploadedObjectBecomesAnImage(boolean throughAQueue) {
        byte[] content = SourceServer.bytes(6_000_000);
        world.upload("uploaded.img", content);
        String event = AwsEvents.objectCreated("e-1", LambdaWorld.UPLOADS, "uploaded.img", content.length)
                .toString();
        if (throughAQueue) {
            ObjectNode batch = AwsEvents.batch();
            AwsEvents.message(batch, "o-1", event);
            event = batch.toString();
        }
        JsonNode answer = add.answer(event);
        assertEquals(throughAQueue ? 0 : content.length, answer.path("size").asInt());
        assertEquals(answer, add.answer(event), "delivered again");
        assertArrayEquals(content, world.take("uploaded.img"));
    }

    @Test
    void objectReplacedAfterTheEventIsRefused() {
        world.upload("replaced", new byte[4]);
        String event = AwsEvents.objectCreated("e-2", LambdaWorld.UPLOADS, "replaced", 3)
                .toString();
        assertEquals(
                "urn:glint:content-mismatch", add.problem(event).path("type").asText());
    }

    @Test
    void finishedUploadBecomesAnImage() {
        byte[] content = SourceServer.bytes(1000);
        String request = "{\"imageId\": \"img\", \"operation\": \"upload\", \"size\": 1000}";
        PlainHttp.put(world.exporting("get-presigned").answer(request), content);
        String event = created("img", FaultyWorld.BUCKET).toString();
        JsonNode answer = add.answer(event);
        assertEquals(Digests.sha512(content), answer.path("hash").asText());
        assertEquals(answer, add.answer(event), "delivered again");
        assertArrayEquals(content, world.take("img"));
        assertTrue(add.answer(inline("img")).has("hash"));
        assertTrue(add.answer(event).isNull(), "an image that was not uploaded by its client");
        world.take("img");
    }

    @Test
    void otherEventsOfObjectsAreIgnored() {
        assertTrue(add.answer(created("folder/img", LambdaWorld.UPLOADS).toString())
                .isNull());
        assertTrue(add.answer(created("img", "arn:aws:s3:::uploads").toString()).isNull());
        assertTrue(add.answer(created("img", "elsewhere").toString()).isNull());
        assertTrue(add.answer(created("gone", LambdaWorld.UPLOADS).toString()).isNull());
        ObjectNode deleted = created("img", LambdaWorld.UPLOADS).put("detail-type", "Object Deleted");
        assertTrue(add.answer(deleted.toString()).isNull());
        assertTrue(add.answer(S3Notifications.test()).isNull());
        assertTrue(add.answer("{\"Records\": []}").isNull());
    }

    @Test
    void eventsOfObjectsAreForAdd() {
        assertEquals("invalid-request", refused(world.exporting("delete"), created("img", LambdaWorld.UPLOADS)));
    }

    private static ObjectNode created(String key, String bucket) {
        return AwsEvents.objectCreated("e-3", bucket, key, 3);
    }

    private static String refused(LambdaFunction function, ObjectNode event) {
        return function.problem(event.toString()).path("type").asText().replace("urn:glint:", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "7",
                "{}",
                "{\"source\": \"aws.s3\", \"detail-type\": \"Object Created\"}",
                "{\"Records\": [{\"eventSource\": \"aws:s3\"}]}"
            })
    void malformedEventIsRefused(String event) {
        assertEquals(
                "urn:glint:invalid-request", add.problem(event).path("type").asText());
    }

    @Test
    void eventThatIsTooLargeIsRefused() {
        String data = "A".repeat(7 << 20);
        JsonNode problem = add.problem("{\"imageId\": \"img\", \"data\": \"" + data + "\"}");
        assertEquals("urn:glint:too-large", problem.path("type").asText());
    }

    /** After the timeout Lambda would end the process at any point, and parts would stay in S3. */
    @ParameterizedTest
    @CsvSource({"4, true", "8, true", "4, false", "8, false"})
    void invocationEndsBeforeItsTimeout(int seconds, boolean sourceAnswers) {
        String source = world.faults().source().uri() + "/bytes/6000000";
        Fault slow = sourceAnswers ? SlowFaults.trickleBody(Duration.ofMillis(10)) : SlowFaults.stall();
        world.faults().source().onAny().always(slow);
        String event = "{\"imageId\": \"img\", \"source\": \"" + source + "\"}";
        Result result = add.invoke("late", event, Duration.ofSeconds(seconds));
        world.faults().source().clear();
        assertTrue(result.isError() && result.body().contains("timeout is almost reached"), result.body());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"shred", "image-events"})
    void functionDoesNotStartWithoutAnExport(String export) {
        Map<String, String> configuration = new HashMap<>(world.configuration());
        if (export != null) {
            configuration.put("quarkus.funqy.export", export);
        }
        try (LambdaFunction function = new LambdaFunction(configuration)) {
            function.awaitStartFailure();
            assertTrue(function.log().contains("quarkus.funqy.export"), function.log());
        }
    }
}
