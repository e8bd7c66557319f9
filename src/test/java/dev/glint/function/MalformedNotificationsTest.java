package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.Events;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Server;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications that cannot be read, or tell of nothing. */
@QuarkusTest
class MalformedNotificationsTest extends BackendSuite {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\": null}",
                "{\"Records\": {}}",
                "{\"Records\": [{}]}",
                "{\"Records\": [{\"eventName\": \"ObjectCreated:Put\"}]}",
                "{\"Records\": [], \"Records\": []}",
                "{\"Records\": ["
            })
    void malformedNotificationIsRefused(String message) {
        functions().post("", message).problem(400, "invalid-request");
        for (Mode mode : Mode.values()) {
            if (mode == Mode.BINARY || message.endsWith("}") && !message.contains("[],")) {
                deliver(mode, "com.amazonaws.s3.ObjectCreated:Put", message).isFailure(400, false);
            }
        }
    }

    private Events.Reply deliver(Mode mode, String type, String data) {
        return new Events(functions().base().resolve("/"), mode).deliver("1", type, data);
    }

    /** It could hold back what comes after it for ever. */
    @ParameterizedTest
    @EnumSource
    void notificationThatTellsOfNothingIsASuccess(Mode mode) {
        for (String message : new String[] {"{\"Records\": []}", S3Notifications.test()}) {
            assertEquals(204, functions().post("", message).status());
            assertEquals(
                    204,
                    deliver(mode, "com.amazonaws.s3.ObjectRemoved:Delete", message)
                            .response()
                            .statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.amazonaws.s3",
                "com.amazonaws.sqs.ObjectCreated:Put",
                "com.amazonaws.",
                "ObjectCreated:Put",
                "COM.AMAZONAWS.S3.ObjectCreated:Put"
            })
    void eventOfAnotherTypeIsNoNotification(String type) {
        for (Mode mode : Mode.values()) {
            deliver(mode, type, "{\"Records\": []}").isFailure(404, false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"imageId\": \"img\"}", "{\"records\": []}"})
    void bodyWithoutRecordsIsNoNotification(String body) {
        functions().post("", body).problem(404, "unknown-function");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "HEAD"})
    void notificationIsPosted(String method) {
        assertEquals(
                404,
                functions()
                        .request(method, "", BodyPublishers.ofString("{\"Records\": []}"))
                        .status());
    }

    /** 64 KiB are some hundred records; S3 sends one at a time. */
    @Test
    void hugeNotificationIsRefused() {
        String sentence = functions().post("", ofRecords(10_000)).problem(413, "too-large");
        assertTrue(sentence.contains("65536"), sentence);
        for (Mode mode : Mode.values()) {
            deliver(mode, "com.amazonaws.s3.ObjectCreated:Put", ofRecords(200)).isFailure(413, false);
        }
        assertEquals(204, functions().post("", ofRecords(60)).status());
    }

    private static String ofRecords(int count) {
        return S3Notifications.message(
                        Stream.generate(() -> Server.AWS.record("ObjectRemoved:Delete", "elsewhere", "img", 5))
                                .limit(count)
                                .toArray(ObjectNode[]::new))
                .toString();
    }
}
