package dev.glint.fault;

import static dev.glint.fault.Outcome.DUPLICATE;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.S3Operation.COPY_PART;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.UPLOAD_PART;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Fault;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.S3Operation;
import dev.glint.testing.ServerKind;
import dev.glint.testing.SourceServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server of some kind must not change: an image is stored, and no other replaces it. */
abstract class ServerKindSuite extends FaultSuite {

    static final byte[] THEIRS = SourceServer.bytes(7);

    ServerKindSuite(FaultyApplication application) {
        super(application);
    }

    /** An application before a server of a kind. */
    static FaultyApplication on(ServerKind kind, Map<String, String> more) {
        FaultyApplication application = new FaultyApplication(more);
        kind.play(application.world().s3());
        return application;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SINGLE, MULTIPART})
    void imageIsStored(int size) {
        assertStored(add(size).ok(), size);
        remove();
    }

    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void repeatedCallHasTheSameAnswer(int size) {
        assertStored(addAs("key", size).ok(), size);
        assertStored(addAs("key", size).ok(), size);
        DUPLICATE.check(add(size));
        remove();
    }

    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void existingImageIsADuplicate(int size) {
        storeTheirs();
        DUPLICATE.check(add(size));
        assertTheirsIsKept();
    }

    /** All bytes are on their way, and only the last request is missing. */
    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void imageStoredBeforeTheLastRequestIsADuplicate(int size) {
        Fault event = none().after(this::storeTheirs);
        if (size == SINGLE) {
            world.source().on(GET_OBJECT).once(event);
        } else {
            world.s3().onPart(3).once(event);
        }
        DUPLICATE.check(add(size));
        assertTheirsIsKept();
    }

    /** S3 copies it. An image that comes before the last request is kept. */
    @Test
    void imageOfKnownDigestsIsCopied() {
        byte[] bytes = SourceServer.bytes(MULTIPART);
        s3.write(otherId, bytes, Digests.properties(bytes));
        assertStored(addFrom(locationOfOther()).ok(), MULTIPART);
        remove();
        world.s3().on(COPY_PART).once(none().after(this::storeTheirs));
        DUPLICATE.check(addFrom(locationOfOther()));
        assertTheirsIsKept();
        assertEquals(2, count(COPY_PART));
        assertEquals(0, count(UPLOAD_PART));
        removeOther();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, MULTIPART})
    void directUploadIsFinished(int size) {
        byte[] bytes = SourceServer.bytes(size);
        JsonNode upload = functions
                .call("get-presigned", "imageId", id, "operation", "upload", "size", size)
                .ok()
                .json();
        assertStored(finish(upload(upload, bytes)).ok(), size);
        remove();
    }

    @Test
    void directUploadOfATakenIdIsADuplicate() {
        JsonNode upload = functions
                .call("get-presigned", "imageId", id, "operation", "upload", "size", MULTIPART)
                .ok()
                .json();
        Map<String, Object> uploaded = upload(upload, SourceServer.bytes(MULTIPART));
        storeTheirs();
        DUPLICATE.check(finish(uploaded));
        assertTheirsIsKept();
    }

    /** Sends the bytes as the answer says, and answers what finishes the upload. */
    private static Map<String, Object> upload(JsonNode upload, byte[] bytes) {
        if (upload.has("uploadId")) {
            return Map.of("uploadId", PlainHttp.putParts(upload, bytes));
        }
        PlainHttp.put(upload, bytes);
        return Map.of();
    }

    private Answer finish(Map<String, Object> upload) {
        return functions.call("add", "imageId", id, "upload", upload);
    }

    /** Asserts what readiness says of the operations, and of all of them together. */
    void assertReadiness(String findings, String verdict) {
        add(SINGLE).ok();
        remove();
        String url = functions.base().resolve("/q/health/ready").toString();
        String readiness = new String(Functions.fetch(url).body(), StandardCharsets.UTF_8);
        assertTrue(readiness.contains("conditions: " + findings), readiness);
        assertTrue(readiness.contains("; " + verdict), readiness);
    }

    /** Requests of the operation for this image. */
    long count(S3Operation operation) {
        return world.s3().count(operation);
    }

    void storeTheirs() {
        s3.write(id, THEIRS);
    }

    void assertTheirsIsKept() {
        assertArrayEquals(THEIRS, s3.read(id));
        remove();
    }
}
