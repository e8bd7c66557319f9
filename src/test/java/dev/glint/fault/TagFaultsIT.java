package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.changeReply;
import static dev.glint.testing.Fault.doAndFail;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.Fault.withholdReply;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.GET_TAGS;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_TAGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.Fault;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.S3Operation;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of the requests for the tags that hold digests. An image that is stored stays stored, and is told so. */
@Timeout(300)
class TagFaultsIT extends TagFaultSuite {

    static List<Arguments> passingFaults() {
        return List.of(
                Arguments.of(GET_TAGS, answer(500, "InternalError"), "InternalError"),
                Arguments.of(GET_TAGS, answer(400, "InvalidRequest"), "InvalidRequest"),
                Arguments.of(GET_TAGS, answer(403, "AccessDenied"), "s3:PutObjectTagging"),
                Arguments.of(PUT_TAGS, answer(403, "AccessDenied"), "s3:PutObjectTagging"),
                Arguments.of(PUT_TAGS, answer(400, "InvalidTag"), "InvalidTag"),
                Arguments.of(PUT_TAGS, answer(503, "SlowDown"), "SlowDown"));
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void failedTagsFailNoAdd(S3Operation operation, Fault fault, String logged) {
        s3.on(operation).always(fault);
        Answer answer = addAs("first").ok();
        application.awaitLogged(logged);
        s3.clear();
        assertEquals("", hashInSize());

        assertEquals(answer.json(), addAs("first").ok().json(), "and the same call again stores them");
        assertEquals(HASH, hashInSize());
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void failedTagsFailNoFinish(S3Operation operation, Fault fault, String logged) {
        upload();
        s3.on(operation).always(fault);
        finish().ok();
        application.awaitLogged(logged);
        s3.clear();
        finish().ok();
        assertEquals(Digests.sha512(SMALL), hashInSize());
    }

    @Test
    void aLostReplyIsRepeated() {
        s3.on(GET_TAGS).once(loseReply());
        s3.on(PUT_TAGS).once(loseReply());
        addAs("first").ok();
        assertEquals(HASH, hashInSize());
    }

    @Test
    void anAddDoesNotWaitForTagsThatHang() {
        s3.on(PUT_TAGS).once(withholdReply());
        addAs("first").ok();
        s3.clear();
        assertEquals(HASH, hashInSize(), "S3 had got them");
    }

    @Test
    void aRepeatedCallTakesTheDigestsThatAreStored() {
        addAs("first").ok();
        s3.clear();
        addAs("first").ok();
        assertEquals(List.of(HEAD_OBJECT, GET_TAGS), s3.requests(), "the image is not read");
    }

    @Test
    void theCallThatWasKilledBeforeItsTagsIsRepeated() {
        s3.on(GET_TAGS).always(withholdReply());
        CompletableFuture<Void> killed;
        try (PackagedApplication other = new PackagedApplication(configuration())) {
            killed = CompletableFuture.runAsync(() -> addAs("first", other.functions(), id));
            awaitTags();
            other.process().destroyForcibly();
        }
        assertTrue(killed.handle((done, thrown) -> thrown != null).join(), "no answer");
        s3.clear();
        assertEquals("", hashInSize());
        addAs("first").ok();
        assertEquals(HASH, hashInSize());
    }

    /** Another version has other digests, which are not known. */
    @Test
    void aNewVersionDoesNotInheritDigests() {
        addAs("first").ok();
        plainS3.write(id, SMALL);
        assertEquals("", hashInSize());
        assertEquals(SMALL.length, size().json().path("size").asInt());
    }

    @Test
    void anImageThatIsDeletedBeforeItsTagsWasStored() {
        s3.on(GET_TAGS).once(none().after(() -> plainS3.remove(id)));
        addAs("first").ok();
        assertEquals("not-found", size().text("reason"));
    }

    @Test
    void whoAsksForDigestsIsToldThatS3Fails() {
        addAs("first").ok();
        s3.on(GET_TAGS).always(doAndFail());
        assertEquals("store-unavailable", size().text("reason"));
        application
                .functions()
                .call("get-presigned", "imageId", id, "digests", true)
                .problem(503, "store-unavailable");
        assertEquals(
                SourceServer.bytes(SIZE).length,
                application
                        .functions()
                        .call("get-size", "imageId", id)
                        .ok()
                        .json()
                        .path("size")
                        .asInt());
    }

    @Test
    void onlyWhoAsksForDigestsCausesARequest() {
        addAs("first").ok();
        s3.clear();
        application.functions().call("get-size", "imageId", id).ok();
        application.functions().call("get-presigned", "imageId", id).ok();
        assertEquals(List.of(HEAD_OBJECT, HEAD_OBJECT), s3.requests());
        s3.clear();
        size();
        assertEquals(List.of(HEAD_OBJECT, GET_TAGS), s3.requests());
        application.functions().call("add", "imageId", otherId, "data", "AAEC").ok();
        s3.clear();
        assertTrue(application
                .functions()
                .call("get-size", "imageId", otherId, "digests", true)
                .ok()
                .json()
                .has("hash"));
        assertEquals(List.of(HEAD_OBJECT), s3.requests(), "the metadata has them");
    }

    /** One row changes what a process knows of its server, so each has its own. */
    static List<Fault> serversWithoutTags() {
        return List.of(answer(501, "NotImplemented"), changeReply(tags -> "the bytes of the object".repeat(9000)));
    }

    @ParameterizedTest
    @MethodSource("serversWithoutTags")
    void aServerWithoutTagsIsAskedOnce(Fault fault) {
        s3.on(GET_TAGS).always(fault);
        try (PackagedApplication other = new PackagedApplication(configuration())) {
            addAs("first", other.functions(), id).ok();
            addAs("second", other.functions(), otherId).ok();
            assertFalse(other.functions()
                    .call("get-size", "imageId", id, "digests", true)
                    .ok()
                    .json()
                    .has("checksum"));
            assertEquals(1, s3.count(GET_TAGS));
            assertEquals(0, s3.count(PUT_TAGS), "it could take the tags for the object");
            assertEquals(0, s3.count(GET_OBJECT));
        }
    }
}
