package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Events;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed events, and events of other types. */
@QuarkusTest
class MalformedEventsTest {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final Map<String, String> GOOD =
            Map.of("specversion", "1.0", "id", "1", "source", "/tests", "type", "dev.glint.image.get-size");

    private final Functions functions = Functions.ofTest();
    private final URI sink = functions.base().resolve("/");

    @AfterEach
    void nothingIsLeft() {
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.assertEmptyAndClean();
        }
    }

    @ParameterizedTest
    @CsvSource({"id", "source", "type", "specversion"})
    void eventWithoutAnAttributeIsRefused(String attribute) {
        for (Mode mode : Mode.values()) {
            Map<String, String> attributes = new HashMap<>(GOOD);
            attributes.put(attribute, " ");
            new Events(sink, mode).deliver(attributes, "{\"imageId\": \"img\"}").isFailure(400, false);
            attributes.remove(attribute);
            new Events(sink, mode).deliver(attributes, "{\"imageId\": \"img\"}").isFailure(400, false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1", "1.1", "2.0", "one"})
    void eventOfAnotherSpecVersionIsRefused(String version) {
        for (Mode mode : Mode.values()) {
            Map<String, String> attributes = new HashMap<>(GOOD);
            attributes.put("specversion", version);
            new Events(sink, mode).deliver(attributes, "{\"imageId\": \"img\"}").isFailure(400, false);
        }
    }

    /** The types include bare function names, which Funqy itself would accept. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "add",
                "get-size",
                "image-events",
                "*",
                "dev.glint.image",
                "dev.glint.image.",
                "dev.glint.image.shred",
                "dev.glint.image.added",
                "DEV.GLINT.IMAGE.ADD"
            })
    void eventOfAnUnknownTypeIsRefused(String type) {
        for (Mode mode : Mode.values()) {
            new Events(sink, mode).deliver("1", type, "{\"imageId\": \"img\"}").isFailure(404, false);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "[]", "7", "\"{}\"", "{}", "{\"imageId\": 7}", "{\"imageId\": \"img\", \"more\": 1}"})
    void eventWhoseDataIsNoRequestIsRefused(String data) {
        for (Mode mode : Mode.values()) {
            new Events(sink, mode)
                    .deliver("1", "dev.glint.image.get-size", data)
                    .isFailure(400, false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}{}", "<img/>", "{\"imageId\": \"img\", \"imageId\": \"img\"}", "\u0000"})
    void eventWhoseDataIsNoJsonIsRefused(String data) {
        Events.deliverRaw(
                        sink,
                        "application/json",
                        data,
                        "ce-id",
                        "1",
                        "ce-specversion",
                        "1.0",
                        "ce-source",
                        "/tests",
                        "ce-type",
                        "dev.glint.image.get-size")
                .isFailure(400, false);
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
                "{\"specversion\": \"1.0\"}",
                "{\"specversion\": 1.0, \"id\": 1, \"source\": {}, \"type\": []}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/tests\", \"type\": \"dev.glint.image.get-size\"}",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/tests\", \"type\": \"dev.glint.image.get-size\","
                        + " \"data_base64\": \"no base64\"}"
            })
    void bodyThatIsNoEventIsRefused(String event) {
        Events.deliverRaw(sink, STRUCTURED, event).isFailure(400, false);
    }

    @Test
    void dataOfAnEventMayBeBase64() {
        String event =
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/tests\", \"type\": \"dev.glint.image.get-size\","
                        + " \"data_base64\": \"eyJpbWFnZUlkIjogImltZyJ9\"}";
        assertEquals("img", Events.deliverRaw(sink, STRUCTURED, event).attribute("subject"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/cloudevents-batch+json, 415",
        "application/cloudevents-batch+json; charset=UTF-8, 415",
        "application/cloudevents+xml, 400"
    })
    void batchesAndOtherFormatsAreRefused(String contentType, int status) {
        Events.deliverRaw(sink, contentType, "[]").isFailure(status, false);
    }

    @Test
    void eventThatIsTooLargeIsRefused() {
        Events.deliverRaw(sink, STRUCTURED, " ".repeat((10 << 20) + 1)).isFailure(413, false);
    }

    /** A plain call stays a plain call, even with the headers of an event. */
    @ParameterizedTest
    @EnumSource
    void eventsAreAcceptedOnlyAtTheRoot(Mode mode) {
        Events events = new Events(functions.base().resolve("/get-size"), mode);
        int status = events.deliver("1", "dev.glint.image.delete", "{\"imageId\": \"img\"}")
                .response()
                .statusCode();
        assertEquals(mode == Mode.BINARY ? 200 : 400, status);
    }

    @Test
    void plainCallsCannotUseTheFunctionForEvents() {
        functions.post("image-events", "{}").problem(404, "unknown-function");
        String sentence = functions.post("", "{\"imageId\": \"img\"}").problem(404, "unknown-function");
        assertTrue(sentence.contains("ce- headers"), sentence);
    }
}
