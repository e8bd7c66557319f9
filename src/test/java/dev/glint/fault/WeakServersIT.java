package dev.glint.fault;

import static dev.glint.fault.Outcome.DUPLICATE;
import static dev.glint.testing.Fault.beforeReply;
import static dev.glint.testing.Fault.changeReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.HeaderFaults.ignoreHeader;
import static dev.glint.testing.HeaderFaults.refuseHeader;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.S3Operation;
import dev.glint.testing.Sequential;
import dev.glint.testing.SourceServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that refuse or ignore {@code If-None-Match}: an image of another caller that is stored before, during or right after a
 * write is never mistaken for the image of the call.
 */
@Sequential
class WeakServersIT extends FaultSuite {

    @AutoClose
    private static final FaultyApplication OWN = new FaultyApplication(Map.of());

    WeakServersIT() {
        super(OWN);
    }

    private static final String CONDITION = "If-None-Match";
    private static final Fault IGNORES = ignoreHeader(CONDITION);
    private static final Fault REFUSES = refuseHeader(CONDITION, none());
    private static final byte[] THEIRS = SourceServer.bytes(7);

    /** A server that refuses or ignores a condition of an operation, and the size of an image that uses this operation. */
    record Server(String name, S3Operation operation, Fault way, int size) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Server> servers() {
        return Stream.of(
                new Server("refuses it on PUT", PUT_OBJECT, REFUSES, SINGLE),
                new Server("refuses it on Complete", COMPLETE_UPLOAD, REFUSES, MULTIPART),
                new Server("ignores it on Complete", COMPLETE_UPLOAD, IGNORES, MULTIPART));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void imageIsStoredOnEveryServer(Server server) {
        world.s3().on(server.operation).always(server.way);
        assertStored(add(server.size), server.size);
        remove();
    }

    @Test
    void readinessReportsUnsupportedConditions() {
        world.s3().on(PUT_OBJECT).always(REFUSES);
        add(SINGLE).ok();
        assertTrue(readiness().contains("If-None-Match on PUT: not supported"), readiness());

        world.s3().clear();
        DUPLICATE.check(add(SINGLE));
        assertTrue(readiness().contains("If-None-Match on PUT: not supported"), readiness());
        remove();
    }

    /** The answer of Ceph to Complete has no ETag. */
    @Test
    void missingETagOfACompletionIsLookedUp() {
        world.s3()
                .on(COMPLETE_UPLOAD)
                .always(changeReply(body -> body.replaceAll("<ETag>.*?</ETag>", "<ETag></ETag>")));
        Answer answer = add(TWO_PARTS);
        assertStored(answer, TWO_PARTS);
        assertEquals(
                s3.head(id).eTag().replace("\"", ""),
                answer.json().path("metadata").path("etag").asText());
        remove();
    }

    @Test
    void answerExplainsWhyADirectUploadIsRefused() {
        world.s3().on(PUT_OBJECT).always(REFUSES);
        add(SINGLE).ok();
        remove();
        String sentence = functions
                .call("get-presigned", "imageId", id, "operation", "upload", "size", 1000)
                .problem(500, "bad-store-configuration");
        assertTrue(sentence.contains("conditional writes"), sentence);
        sentence = functions.call("add", "imageId", id, "upload", Map.of()).problem(404, "not-found");
        assertTrue(sentence.contains("501"), sentence);
    }

    private String readiness() {
        String url = functions.base().resolve("/q/health/ready").toString();
        return new String(Functions.fetch(url).body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void existingImageIsADuplicate(Server server) {
        world.s3().on(server.operation).always(server.way);
        storeTheirs();
        DUPLICATE.check(add(server.size));
        assertTheirsIsKept();
    }

    /** All bytes are on their way, and only the last request is missing. */
    @ParameterizedTest
    @MethodSource("servers")
    void imageStoredBeforeTheLastRequestIsADuplicate(Server server) {
        world.s3().on(server.operation).always(server.way);
        Fault event = none().after(this::storeTheirs);
        if (server.size == SINGLE) {
            world.source().on(GET_OBJECT).once(event);
        } else {
            world.s3().onPart(3).once(event);
        }
        DUPLICATE.check(add(server.size));
        assertTheirsIsKept();
    }

    @Test
    void replacementOfTheObjectIsADuplicate() {
        world.s3().on(PUT_OBJECT).always(refuseHeader(CONDITION, beforeReply(this::storeTheirs)));
        DUPLICATE.check(add(SINGLE));
        assertTheirsIsKept();
    }

    @Test
    void replacementOfAMultipartObjectIsADuplicate() {
        world.s3().on(COMPLETE_UPLOAD).always(ignoreHeader(CONDITION, this::storeTheirs));
        DUPLICATE.check(add(MULTIPART));
        assertTheirsIsKept();
    }

    private void storeTheirs() {
        s3.write(id, THEIRS);
    }

    private void assertTheirsIsKept() {
        assertArrayEquals(THEIRS, s3.read(id));
        remove();
    }
}
