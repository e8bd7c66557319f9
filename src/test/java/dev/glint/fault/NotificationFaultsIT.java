package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.dropReply;
import static dev.glint.testing.S3Notifications.PUT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.GET_TAGS;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static dev.glint.testing.S3Operation.UPLOAD_PART;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.EventReceiver;
import dev.glint.testing.EventReceiver.Received;
import dev.glint.testing.Events;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.Events.Reply;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Server;
import dev.glint.testing.S3Notifications.Shape;
import dev.glint.testing.S3Operation;
import dev.glint.testing.SourceServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S3 or the sink fails while a notification is taken. Another delivery of it does what this one could not. */
@Timeout(300)
class NotificationFaultsIT extends NotificationSuite {

    @AfterEach
    void mendSink() {
        SINK.reply(EventReceiver.status(202));
    }

    private static void assertUnavailable(Shape shape, Reply reply) {
        assertEquals(503, reply.response().statusCode(), reply.response().body());
        assertTrue(reply.response().headers().firstValue("Retry-After").isPresent());
        assertEquals(!shape.isEvent(), reply.response().body().contains("urn:glint:store-unavailable"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAD_OBJECT", "GET_OBJECT"})
    void uploadIsFinishedByALaterDelivery(S3Operation operation) {
        upload(id, SMALL);
        for (Shape shape : List.of(Shape.ADAPTER, Shape.MINIO)) {
            s3.on(operation).always(answer(409, "OperationAborted"));
            assertUnavailable(shape, uploaded(shape, id, SMALL.length));
            s3.clear();
        }
        assertNotTold(id);
        assertAdded(Shape.MINIO, id, uploaded(Shape.MINIO, id, SMALL.length));
        told(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"GET_OBJECT", "PUT_OBJECT"})
    void importIsMadeByALaterDelivery(S3Operation operation) {
        writeImport(id, SMALL);
        s3.on(operation).always(answer(500, "InternalError"));
        assertUnavailable(Shape.CEPH, imported(Shape.CEPH, id, SMALL.length));
        s3.clear();
        assertNotTold(id);
        assertNothing(imported(Shape.CEPH, id, SMALL.length));
        told(id);
        assertArrayEquals(SMALL, plainS3.read(id));
    }

    /** The object to import is there all the same. */
    @Test
    void removedUploadOfAnImportIsAFailureForNow() {
        byte[] image = SourceServer.bytes(SIZE);
        writeImport(id, image);
        s3.on(UPLOAD_PART).once(answer(404, "NoSuchUpload"));
        assertUnavailable(Shape.MINIO, imported(Shape.MINIO, id, SIZE));
        assertNothing(imported(Shape.MINIO, id, SIZE));
        told(id);
        assertArrayEquals(image, plainS3.read(id));
    }

    @Test
    void lostAnswersOfS3DoNotMatter() {
        upload(id, SMALL);
        s3.on(HEAD_OBJECT).once(dropReply());
        s3.on(GET_TAGS).once(dropReply());
        s3.on(GET_OBJECT).once(dropReply());
        assertAdded(Shape.ADAPTER, id, uploaded(Shape.ADAPTER, id, SMALL.length));
        assertEquals(Digests.sha512(SMALL), hashInSize());
        told(id);
    }

    /** The first one is wrong for good, the second one fails for now, and the third one is added. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allObjectsAreTriedBeforeTheAnswer(boolean isEvent) {
        String good = otherId + "-good";
        writeImport(id, SMALL);
        writeImport(otherId, SMALL);
        upload(good, SMALL);
        String message = S3Notifications.message(
                        Server.AWS.record(PUT, IMPORTS, otherId, 999),
                        Server.AWS.record(PUT, IMPORTS, id, SMALL.length),
                        Server.AWS.record(PUT, plainS3.bucket(), good, SMALL.length))
                .toString();
        s3.on(PUT_OBJECT).always(answer(500, "InternalError"));
        assertUnavailable(isEvent ? Shape.ADAPTER : Shape.AWS, deliver(isEvent, message));
        assertNotTold(id);
        told(good);
        s3.clear();
        assertEquals(isEvent ? 422 : 204, deliver(isEvent, message).response().statusCode());
        told(id);
        plainS3.remove(good);
    }

    private Reply deliver(boolean isEvent, String message) {
        return isEvent
                ? new Events(application.process().uri(), Mode.BINARY)
                        .deliver("several", "com.amazonaws.s3.ObjectCreated:Put", message)
                : S3Notifications.push(application.process().uri(), message);
    }

    /** It may have been told all the same: the event has the same id each time. */
    @Test
    void sinkIsToldByALaterDelivery() {
        upload(id, SMALL);
        SINK.reply(exchange -> {
            boolean ours = id.equals(exchange.getRequestHeaders().getFirst("ce-subject"));
            exchange.sendResponseHeaders(ours ? 400 : 202, -1);
        });
        assertUnavailable(Shape.ADAPTER, uploaded(Shape.ADAPTER, id, SMALL.length));
        assertUnavailable(Shape.MINIO, uploaded(Shape.MINIO, id, SMALL.length));
        finish().problem(503, "store-unavailable");
        mendSink();
        uploaded(Shape.ADAPTER, id, SMALL.length);
        List<Received> events = SINK.take(id);
        assertEquals(4, events.size());
        assertEquals(
                1,
                events.stream().map(event -> event.attribute("id")).distinct().count());
    }
}
