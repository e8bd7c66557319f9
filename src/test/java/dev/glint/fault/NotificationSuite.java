package dev.glint.fault;

import static dev.glint.testing.S3Notifications.PUT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.EventReceiver.Received;
import dev.glint.testing.Events.Reply;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.S3Notifications.Shape;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/** Notifications of S3, with a server that has tags, a sink, and a bucket from which images may be copied. */
abstract class NotificationSuite extends TagFaultSuite {

    /** Delivers the notification of an object in our bucket. */
    Reply uploaded(Shape shape, String key, long size) {
        return deliver(shape, PUT, plainS3.bucket(), key, size);
    }

    Reply imported(Shape shape, String key, long size) {
        return deliver(shape, PUT, IMPORTS, key, size);
    }

    Reply deliver(Shape shape, String eventName, String bucket, String key, long size) {
        return shape.deliver(application.process().uri(), eventName, bucket, key, size);
    }

    /** Uploads bytes with a presigned URL that is for them. */
    void upload(String key, byte[] bytes, Object... declared) {
        JsonNode presigned = presigned(key, bytes.length, declared);
        assertEquals(200, PlainHttp.put(presigned, bytes).statusCode());
    }

    JsonNode presigned(String key, long size, Object... declared) {
        Object[] fields = new Object[6 + declared.length];
        System.arraycopy(new Object[] {"imageId", key, "operation", "upload", "size", size}, 0, fields, 0, 6);
        System.arraycopy(declared, 0, fields, 6, declared.length);
        return application.functions().call("get-presigned", fields).ok().json();
    }

    static void writeImport(String key, byte[] bytes) {
        plainS3.client().putObject(request -> request.bucket(IMPORTS).key(key), RequestBody.fromBytes(bytes));
    }

    /** Asserts that the reply is the image as an event, or an empty success for a server that pushes JSON. */
    static void assertAdded(Shape shape, String imageId, Reply reply) {
        if (shape.isEvent()) {
            reply.isEvent(shape.mode(), "dev.glint.image.added", imageId);
        } else {
            assertNothing(reply);
        }
    }

    static void assertNothing(Reply reply) {
        assertEquals(204, reply.response().statusCode(), reply.response().body());
        assertEquals("", reply.response().body());
    }

    /** Asserts that the sink was told that the image was added, however often, and returns the id of the event. */
    static String told(String imageId) {
        List<Received> events = SINK.take(imageId);
        assertEquals(
                List.of("dev.glint.image.added"),
                events.stream().map(event -> event.attribute("type")).distinct().toList());
        List<String> ids =
                events.stream().map(event -> event.attribute("id")).distinct().toList();
        assertEquals(1, ids.size(), ids::toString);
        return ids.get(0);
    }

    static void assertNotTold(String imageId) {
        assertEquals(List.of(), SINK.take(imageId));
    }
}
