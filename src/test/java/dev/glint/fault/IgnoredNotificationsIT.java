package dev.glint.fault;

import static dev.glint.testing.S3Notifications.PUT;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Fault;
import dev.glint.testing.ImageFaults;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.S3Notifications.Shape;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What S3 tells of objects that are to be left alone is a success that does nothing. */
@Timeout(300)
class IgnoredNotificationsIT extends NotificationSuite {

    @ParameterizedTest
    @EnumSource
    void objectThatIsGoneIsIgnored(Shape shape) {
        assertNothing(uploaded(shape, id, 5));
        assertNothing(imported(shape, id, 5));
        assertNotTold(id);
    }

    @ParameterizedTest
    @EnumSource
    void otherObjectsAreIgnored(Shape shape) {
        upload(id, SMALL);
        writeImport(id, SMALL);
        writeImport("folder/" + id, SMALL);
        s3.clear();
        for (String bucket : List.of("elsewhere", "", "..", "a/b", "arn:aws:s3:::" + IMPORTS, "b".repeat(300))) {
            assertNothing(deliver(shape, PUT, bucket, id, SMALL.length));
        }
        for (String key : List.of("folder/" + id, "", ".", "..", "../" + id, ".glint/claim/" + id, "k".repeat(1024))) {
            assertNothing(deliver(shape, PUT, IMPORTS, key, SMALL.length));
            assertNothing(deliver(shape, PUT, plainS3.bucket(), key, SMALL.length));
        }
        for (String name : List.of("ObjectRemoved:Delete", "ObjectCreated:PutTagging", "ObjectAccessed:Get")) {
            assertNothing(deliver(shape, name, IMPORTS, id, SMALL.length));
        }
        assertEquals(List.of(), s3.requests());
        assertNotTold(id);
    }

    /** All that Glint writes comes back as a notification. */
    @Test
    void ownWritesAreIgnored() {
        Queue<String> writes = new ConcurrentLinkedQueue<>();
        note(s3, writes);
        byte[] image = SourceServer.bytes(17 << 20);
        JsonNode upload = presigned(id, image.length);
        ImageFaults notes = faultsAbout(upload.path("uploadId").asText().substring(0, 36));
        note(notes, writes);
        application
                .functions()
                .call("add", "imageId", id, "upload", Map.of("uploadId", PlainHttp.putParts(upload, image)))
                .ok();
        application
                .functions()
                .call("add", "imageId", otherId, "source", locationOf(id))
                .ok();
        application.functions().call("delete", "imageId", id).ok();
        addAs("parts", application.functions(), otherId + "-parts").ok();
        application
                .functions()
                .call("add", "imageId", otherId + "-small", "data", "AAEC")
                .ok();
        assertEquals(6, writes.size(), writes::toString);
        List<String> told =
                SINK.take(otherId).stream().map(event -> event.attribute("id")).toList();
        assertEquals(1, told.size());
        s3.clear();
        notes.clear();
        for (String target : writes) {
            String key = target.replaceFirst("^/[^/]+/", "").replaceFirst("[?].*", "");
            for (String name : List.of(PUT, "ObjectCreated:CompleteMultipartUpload", "ObjectCreated:Copy")) {
                assertNothing(deliver(Shape.AWS, name, plainS3.bucket(), key, 3));
            }
        }
        assertTrue(s3.requests().stream().allMatch(HEAD_OBJECT::equals), s3.requests()::toString);
        assertEquals(List.of(), notes.requests());
        for (String suffix : List.of("", "-parts", "-small")) {
            plainS3.remove(otherId + suffix);
        }
        assertNotTold(otherId);
    }

    private static void note(ImageFaults requests, Queue<String> targets) {
        Fault noted = exchange -> {
            targets.add(exchange.target());
            Fault.none().befall(exchange);
        };
        requests.on(PUT_OBJECT).always(noted);
        requests.on(COMPLETE_UPLOAD).always(noted);
    }
}
