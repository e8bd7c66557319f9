package dev.glint.fault;

import static dev.glint.testing.S3Notifications.PUT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.testing.Digests;
import dev.glint.testing.Events.Reply;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Server;
import dev.glint.testing.S3Notifications.Shape;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 tells of new objects makes images of them. */
@Timeout(300)
class NotificationsIT extends NotificationSuite {

    private static final String SMALL_HASH = Digests.sha512(SMALL);

    @ParameterizedTest
    @EnumSource
    void directUploadIsFinished(Shape shape) {
        upload(id, SMALL);
        assertEquals("", hashInSize());
        assertAdded(shape, id, uploaded(shape, id, SMALL.length));
        assertEquals(SMALL_HASH, hashInSize());
        told(id);
    }

    /** Keys of Ceph are not encoded; all others are. */
    @ParameterizedTest
    @EnumSource
    void objectOfAnAllowedBucketBecomesAnImage(Shape shape) {
        String key = "~" + id;
        writeImport(key, SMALL);
        Reply first = imported(shape, key, SMALL.length);
        assertAdded(shape, key, first);
        String event = told(key);
        assertAdded(shape, key, imported(shape, key, SMALL.length));
        assertEquals(event, told(key), "delivered again");
        assertArrayEquals(SMALL, plainS3.take(key));
    }

    @Test
    void emptyObjectBecomesAnImage() {
        writeImport(id, new byte[0]);
        assertNothing(imported(Shape.MINIO, id, 0));
        assertEquals(0, plainS3.take(id).length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callAndNotificationTellTheSameEvent(boolean callFirst) {
        upload(id, SMALL);
        Stream<Runnable> steps = Stream.of(() -> finish().ok(), () -> uploaded(Shape.ADAPTER, id, SMALL.length));
        List<Runnable> inOrder = steps.toList();
        inOrder.get(callFirst ? 0 : 1).run();
        inOrder.get(callFirst ? 1 : 0).run();
        told(id);
        assertEquals(SMALL_HASH, hashInSize());
    }

    @Test
    void notificationOfAFinishedUploadHasTheSameReply() {
        upload(id, SMALL);
        Reply first = uploaded(Shape.ADAPTER, id, SMALL.length);
        assertEquals(first.data(), uploaded(Shape.ADAPTER, id, SMALL.length).data());
        told(id);
    }

    /** S3Mock, as other servers, takes tags with a PUT that are not signed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tagsOfAClientAreNotBelieved(boolean isTrap) {
        byte[] image = isTrap ? EditedImage.of("qcow2", "8=0000000000000070") : SMALL;
        JsonNode presigned = presigned(id, image.length);
        Map<String, String> headers = PlainHttp.headers(presigned);
        headers.put(
                "x-amz-tagging",
                "glint-etag=%1$s&glint-checksum=%1$s&glint-hash-algorithm=sha512&glint-hash=%2$s&glint-format=raw"
                        .formatted(Digests.md5(image), "0".repeat(128)));
        assertEquals(
                200,
                PlainHttp.put(presigned.path("url").asText(), headers, image).statusCode());
        assertEquals("0".repeat(128), hashInSize(), "the tags are there");
        Reply reply = uploaded(Shape.ADAPTER, id, image.length);
        if (isTrap) {
            reply.isFailure(422, false);
            assertNotTold(id);
        } else {
            assertAdded(Shape.ADAPTER, id, reply);
            assertEquals(SMALL_HASH, hashInSize());
            told(id);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deliveriesAtTheSameTimeMakeOneImage(boolean isImport) {
        if (isImport) {
            writeImport(id, SMALL);
        } else {
            upload(id, SMALL);
        }
        List<CompletableFuture<Reply>> deliveries = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> isImport
                        ? imported(Shape.ADAPTER, id, SMALL.length)
                        : uploaded(Shape.ADAPTER, id, SMALL.length)))
                .toList();
        deliveries.forEach(delivery -> assertAdded(Shape.ADAPTER, id, delivery.join()));
        told(id);
        assertEquals(SMALL_HASH, hashInSize());
    }

    @Test
    void declarationsOfTheUploadHold() {
        String hash = Digests.sha256(SMALL);
        upload(id, SMALL, "hashAlgorithm", "sha256", "hash", hash, "checksum", Digests.md5(SMALL));
        Reply reply = uploaded(Shape.STRUCTURED, id, SMALL.length);
        assertEquals(hash, reply.data().path("hash").asText());
        told(id);
    }

    /** S3Mock does not check the length that is signed. The object stays, as after a call. */
    @Test
    void uploadThatIsNotAsDeclaredIsAMismatch() {
        assertEquals(
                200,
                PlainHttp.put(presigned(id, SMALL.length), SourceServer.bytes(999))
                        .statusCode());
        uploaded(Shape.ADAPTER, id, 999).isFailure(422, false);
        assertNothing(uploaded(Shape.MINIO, id, 999));
        assertNotTold(id);
        assertEquals("", hashInSize());
    }

    @Test
    void unsafeImagesAreRefused() {
        byte[] trap = EditedImage.of("qcow2", "8=0000000000000070");
        upload(id, trap);
        writeImport(otherId, trap);
        uploaded(Shape.ADAPTER, id, trap.length).isFailure(422, false);
        imported(Shape.ADAPTER, otherId, trap.length).isFailure(422, false);
        assertNothing(uploaded(Shape.CEPH, id, trap.length));
        assertNothing(imported(Shape.CEPH, otherId, trap.length));
        assertNotTold(id);
        application.awaitLogged("add of " + otherId + ": unsafe-image");
    }

    @Test
    void objectThatWasReplacedIsAMismatch() {
        writeImport(id, SMALL);
        imported(Shape.ADAPTER, id, 999).isFailure(422, false);
        assertNothing(imported(Shape.AWS, id, 999));
        assertNotTold(id);
    }

    @Test
    void takenIdIsADuplicate() {
        plainS3.write(id, SMALL);
        writeImport(id, SMALL);
        imported(Shape.ADAPTER, id, SMALL.length).isFailure(412, false);
        assertNothing(imported(Shape.MINIO, id, SMALL.length));
    }

    /** The others are added, and told, all the same. */
    @Test
    void oneBadObjectHoldsBackNoOther() {
        String good = UUID.randomUUID().toString();
        upload(id, SMALL);
        writeImport(otherId, SMALL);
        writeImport(good, SMALL);
        String message = S3Notifications.message(
                        Server.MINIO.record(PUT, IMPORTS, otherId, 999),
                        Server.MINIO.record(PUT, "elsewhere", otherId, 5),
                        Server.MINIO.record(PUT, plainS3.bucket(), id, SMALL.length),
                        Server.MINIO.record(PUT, IMPORTS, good, SMALL.length))
                .toString();
        assertNothing(S3Notifications.push(application.process().uri(), message));
        told(id);
        told(good);
        assertNotTold(otherId);
        assertArrayEquals(SMALL, plainS3.take(good));
        application.awaitLogged("add of " + otherId + ": content-mismatch");
    }
}
