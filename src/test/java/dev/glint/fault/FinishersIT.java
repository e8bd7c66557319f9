package dev.glint.fault;

import static dev.glint.testing.Fault.beforeReply;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.image.HashAlgorithm;
import dev.glint.testing.Events.Reply;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.PlainS3;
import dev.glint.testing.S3Notifications.Shape;
import dev.glint.testing.S3Operation;
import dev.glint.testing.Sequential;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two instances finish one direct upload at once. One call has a wrong checksum, so it may remove the image; the other has the
 * right one.
 */
@Sequential
class FinishersIT {

    private static final String BUCKET = "finishers";
    private static final String ID = "image";
    private static final byte[] IMAGE = SourceServer.bytes(6 << 20);
    private static final String WRONG = "0".repeat(32);

    private static final TwoFacedS3Proxy S3 = new TwoFacedS3Proxy();
    private static final PlainS3 BUCKET_VIEW =
            new PlainS3(S3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
    private static final FaultProxy PROXY = new FaultProxy(S3.uri(), S3.trustingUri());
    private static PackagedApplication behindProxy;
    private static PackagedApplication other;

    @BeforeAll
    static void start() {
        BUCKET_VIEW.client().createBucket(request -> request.bucket(BUCKET));
        other = new PackagedApplication(configuration());
        behindProxy = startBehindProxy();
    }

    private static PackagedApplication startBehindProxy() {
        Map<String, String> configuration = configuration();
        configuration.put("s3.store.host", PROXY.uri().toString());
        return new PackagedApplication(configuration);
    }

    private static Map<String, String> configuration() {
        Map<String, String> configuration = new HashMap<>(S3.configuration(BUCKET));
        configuration.putAll(Map.of(
                "s3.store.part-size", "5M",
                "s3.store.presigned.multipart-threshold", "5M",
                // The requests that are counted here are those of a call.
                "s3.store.conditional-writes", "put,complete"));
        return configuration;
    }

    @AfterEach
    void clear() {
        PROXY.clear();
        PROXY.awaitQuiet();
        BUCKET_VIEW.assertEmptyAndClean();
    }

    @AfterAll
    static void stop() {
        behindProxy.close();
        other.close();
        PROXY.close();
        BUCKET_VIEW.close();
        S3.close();
    }

    /** {@code operation}: the right call comes while S3 answers this request of the wrong call. */
    @ParameterizedTest
    @EnumSource(names = {"LIST_PARTS", "COMPLETE_UPLOAD", "GET_OBJECT"})
    void imageConfirmedToOneCallIsNotRemovedByTheOther(S3Operation operation) {
        String upload = uploaded();
        AtomicReference<Answer> right = new AtomicReference<>();
        PROXY.on(operation).once(beforeReply(() -> right.set(finish(other, upload, checksum()))));
        finish(behindProxy, upload, WRONG).problem(422, "content-mismatch");
        right.get().ok();
        assertArrayEquals(IMAGE, BUCKET_VIEW.take(ID));
    }

    /** The notification is about the completion by this call. */
    @Test
    void notificationConfirmsNoImageInParts() {
        String upload = uploaded();
        AtomicReference<Reply> reply = new AtomicReference<>();
        PROXY.on(GET_OBJECT)
                .once(none().after(() -> reply.set(Shape.CEPH_EVENT.deliver(
                        other.uri(), "ObjectCreated:CompleteMultipartUpload", BUCKET, ID, IMAGE.length))));
        String sentence = finish(behindProxy, upload, WRONG).problem(422, "content-mismatch");
        assertEquals(204, reply.get().response().statusCode());
        assertTrue(sentence.contains("It was removed again."), sentence);
    }

    @Test
    void imageWhoseRemovalIsDecidedIsNotConfirmed() {
        String upload = uploaded();
        AtomicReference<Answer> right = new AtomicReference<>();
        PROXY.on(DELETE_OBJECT).once(none().after(() -> right.set(finish(other, upload, checksum()))));
        finish(behindProxy, upload, WRONG).problem(422, "content-mismatch");
        right.get().problem(404, "not-found");
    }

    /** The first PUT acquires the right to remove the image, the second one decides to use it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void lostReplyDoesNotChangeTheOutcome(int put) {
        String upload = uploaded();
        PROXY.on(PUT_OBJECT).nth(put, loseReply());
        String sentence = finish(behindProxy, upload, WRONG).problem(422, "content-mismatch");
        assertTrue(sentence.contains("It was removed again."), sentence);
    }

    /** The call with the wrong checksum is killed at this request. */
    @ParameterizedTest
    @EnumSource(names = {"LIST_PARTS", "COMPLETE_UPLOAD", "GET_OBJECT"})
    void killedCallDoesNotBlockOthers(S3Operation operation) {
        String upload = uploaded();
        killAt(operation, upload);
        finish(other, upload, checksum()).ok();
        assertArrayEquals(IMAGE, BUCKET_VIEW.take(ID));
        assertOnlyRemovable();
    }

    @Test
    void removalOfAKilledCallIsDoneByTheNextCall() {
        String upload = uploaded();
        killAt(DELETE_OBJECT, upload);
        finish(other, upload, checksum()).problem(404, "not-found");
        assertOnlyRemovable();
    }

    private static void killAt(S3Operation operation, String upload) {
        PROXY.on(operation)
                .once(none().after(() ->
                        behindProxy.process().destroyForcibly().onExit().join()));
        assertThrows(RuntimeException.class, () -> finish(behindProxy, upload, WRONG));
        PROXY.clear();
        behindProxy = startBehindProxy();
    }

    /** Only objects that the lifecycle rule removes are left. */
    private static void assertOnlyRemovable() {
        List<String> keys = BUCKET_VIEW.keys();
        assertTrue(keys.stream().allMatch(key -> key.startsWith(".glint/")), keys::toString);
        keys.forEach(BUCKET_VIEW::remove);
    }

    private static String checksum() {
        return HexFormat.of().formatHex(HashAlgorithm.newChecksum().digest(IMAGE));
    }

    private static Answer finish(PackagedApplication instance, String upload, String checksum) {
        return instance.functions()
                .call("add", "imageId", ID, "upload", Map.of("uploadId", upload), "checksum", checksum);
    }

    private static String uploaded() {
        JsonNode upload = other.functions()
                .call("get-presigned", "imageId", ID, "operation", "upload", "size", IMAGE.length)
                .ok()
                .json();
        return PlainHttp.putParts(upload, IMAGE);
    }
}
