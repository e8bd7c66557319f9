package dev.glint.sink;

import static dev.glint.testing.EventReceiver.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.EventReceiver.Received;
import dev.glint.testing.Events;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.Events.Reply;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.S3Notifications.Shape;
import dev.glint.testing.SignatureV4;
import dev.glint.testing.SourceServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sink that has to be told of each image. Knative's variables name it. */
class SinkIT extends SinkSuite {

    @Test
    void sinkIsToldOfImagesHoweverTheyCame() {
        Received event = assertTold("added", add(application(), "key", "img").ok());
        assertEquals("a%25b", event.attribute("tenant"));
        assertEquals("application/json", event.headers().get("content-type").split(";")[0]);
        String location = add(application(), "key", "img").ok().text("location");
        assertEquals(event.attribute("id"), SINK.take().get(0).attribute("id"), "a repetition is the same event");
        assertTold(
                "added",
                application()
                        .functions()
                        .call("add", "imageId", "two", "source", source("/bytes/11000000"))
                        .ok());
        assertTold(
                "added",
                application()
                        .functions()
                        .call("add", "imageId", "three", "source", location)
                        .ok());
        assertTold(
                "added",
                application()
                        .functions()
                        .call("add", "imageId", "four", "source", location.replace("img", "two"))
                        .ok());
        for (String id : List.of("img", "two", "three", "four")) {
            assertTold("deleted", delete(application(), "gone-" + id, id).ok());
        }
    }

    @Test
    void sinkIsToldOfFinishedUploads() {
        Answer put = application()
                .functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 5)
                .ok();
        PlainHttp.put(put.json(), SourceServer.bytes(5));
        assertEquals(0, SINK.count());
        assertTold(
                "added",
                application()
                        .functions()
                        .call("add", "imageId", "img", "upload", Map.of())
                        .ok());
        S3.take("img");
    }

    /** This server has no tags, so nobody can tell that the upload was finished. It is the same event all the same. */
    @Test
    void sinkIsToldOfAnUploadByTheNotificationOfS3() {
        JsonNode put = application()
                .functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 5)
                .ok()
                .json();
        PlainHttp.put(put, SourceServer.bytes(5));
        Reply reply = Shape.CEPH_EVENT.deliver(application().uri(), "ObjectCreated:Put", BUCKET, "img", 5);
        reply.isEvent(Mode.BINARY, "dev.glint.image.added", "img");
        String id = SINK.take().get(0).attribute("id");
        Answer call = application()
                .functions()
                .call("add", "imageId", "img", "upload", Map.of())
                .ok();
        assertEquals(reply.data(), call.json());
        assertEquals(id, assertTold("added", call).attribute("id"));
        S3.take("img");
    }

    @Test
    void eventsAreToldAndReplied() {
        Events events = new Events(application().uri(), Mode.BINARY);
        events.deliver("1", "dev.glint.image.add", "{\"imageId\": \"img\", \"data\": \"AAEC\"}")
                .isEvent(Mode.BINARY, "dev.glint.image.added", "img");
        assertEvent("added", "img", SINK.take().get(0));
        events.deliver("2", "dev.glint.image.delete", "{\"imageId\": \"img\"}")
                .isEvent(Mode.BINARY, "dev.glint.image.deleted", "img");
        assertEvent("deleted", "img", SINK.take().get(0));
        assertFalse(events.deliver("3", "dev.glint.image.delete", "{\"imageId\": \"img\"}")
                .data()
                .path("deleted")
                .asBoolean());
        assertEquals(0, SINK.count());
    }

    @Test
    void sinkIsNotToldOfAnythingElse() {
        add(application(), "key", "img").ok();
        SINK.take();
        add(application(), "other", "img").problem(409, "duplicate");
        application()
                .functions()
                .call("add", "imageId", "none", "data", "AAEC", "size", 4)
                .problem(422, "content-mismatch");
        application().functions().call("get-size", "imageId", "img").ok();
        application().functions().call("get-presigned", "imageId", "img").ok();
        delete(application(), "key", "none").problem(404, "not-found");
        String upload = application()
                .functions()
                .call("get-presigned", "imageId", "parts", "operation", "upload", "size", 100 << 20)
                .ok()
                .text("uploadId");
        application()
                .functions()
                .call("delete", "imageId", "parts", "uploadId", upload)
                .ok();
        assertEquals(0, SINK.count());
        S3.take("img");
    }

    /** The name of an event bus is enough, with a role that may put events there. */
    @Test
    void eventBusIsToldOfImages() {
        Map<String, String> environment = Map.of(
                "AWS_ENDPOINT_URL_EVENTBRIDGE",
                        URI.create(SINK.uri()).resolve("/").toString(),
                "AWS_ACCESS_KEY_ID", "ASIAROLE",
                "AWS_SECRET_ACCESS_KEY", "role-secret");
        String bus = "arn:aws:events:eu-west-1:111122223333:event-bus/images";
        try (PackagedApplication application = start(Map.of("glint.events.sink", bus), environment)) {
            SINK.reply(answer(200, "{\"FailedEntryCount\": 1, \"Entries\": [{\"ErrorCode\": \"MalformedDetail\"}]}"));
            add(application, "key", "img").problem(503, "store-unavailable");
            JsonNode refused = toldBus();
            SINK.reply(answer(200, "{\"FailedEntryCount\": 0, \"Entries\": [{\"EventId\": \"1\"}]}"));
            Answer added = add(application, "key", "img").ok();
            JsonNode event = toldBus();
            assertEquals(added.json(), event.path("data"));
            assertEquals("dev.glint.image.added", event.path("type").asText());
            assertEquals(refused.path("id"), event.path("id"));
            delete(application, "gone", "img").ok();
            assertEquals("dev.glint.image.deleted", toldBus().path("type").asText());
        }
    }

    private static JsonNode toldBus() {
        Received request = SINK.take().get(0);
        assertEquals(
                "ASIAROLE/eu-west-1/events/aws4_request",
                SignatureV4.check(request.headers(), request.body(), "role-secret"));
        return Functions.parse(
                Functions.parse(request.body()).at("/Entries/0/Detail").asText());
    }
}
