package dev.glint.fault;

import static dev.glint.fault.Outcome.MISMATCH;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.cutReply;
import static dev.glint.testing.Fault.dropReply;
import static dev.glint.testing.Fault.flipReply;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.resetInBody;
import static dev.glint.testing.Fault.resetInReply;
import static dev.glint.testing.Fault.stallInReply;
import static dev.glint.testing.S3Operation.ABORT_UPLOAD;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static dev.glint.testing.SlowFaults.stall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Fault;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.S3Operation;
import dev.glint.testing.SourceServer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 fails while a direct upload begins, is finished, or is given up: it is finished completely, now or later, or not at all. */
class DirectUploadFaultsIT extends DirectUploadFaultSuite {

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of("lost once", 1, loseReply()),
                Arguments.of("dropped once", 1, dropReply()),
                Arguments.of("lost always", Integer.MAX_VALUE, loseReply()),
                Arguments.of("failed once", 1, answer(500, "InternalError")),
                Arguments.of("in conflict once", 1, answer(409, "ConditionalRequestConflict")));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void uploadIsFinishedThoughCompletionFails(String how, int times, Fault fault) {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).times(times, fault);
        assertStored(finish(upload), SIZE);
        world.s3().clear();
        assertStored(finish(upload), SIZE);
        assertEquals(0, world.s3().count(COMPLETE_UPLOAD), "it is done");
        remove();
    }

    /** For each request that fails: the upload is unchanged, and the same call finishes it later. */
    @ParameterizedTest
    @EnumSource(names = {"LIST_PARTS", "HEAD_OBJECT", "COMPLETE_UPLOAD"})
    void uploadStaysWhileS3Fails(S3Operation operation) {
        String upload = uploaded();
        for (Fault fault : List.of(answer(503, "SlowDown"), stall())) {
            world.s3().on(operation).always(fault);
            UNAVAILABLE.check(finish(upload));
            world.s3().clear();
            assertEquals(List.of(id), s3.unfinishedUploads());
        }
        assertStored(finish(upload), SIZE);
        remove();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("refused", answer(503, "SlowDown")),
                Arguments.of("changed", flipReply()),
                Arguments.of("cut", cutReply()),
                Arguments.of("reset", resetInReply()),
                Arguments.of("stalled", stallInReply()));
    }

    /** An image is not removed because it could not be read, and no answer has digests of other bytes. */
    @ParameterizedTest
    @MethodSource("broken")
    void imageThatCannotBeReadStays(String how, Fault fault) {
        String upload = uploaded();
        world.s3().on(GET_OBJECT).always(fault);
        String sentence = UNAVAILABLE.check(finish(upload, "checksum", Digests.md5(IMAGE)));
        assertTrue(sentence.contains("repeat the same request"), sentence);
        world.s3().clear();
        assertStored(finish(upload, "checksum", Digests.md5(IMAGE)), SIZE);
        remove();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void imageOfASinglePutThatCannotBeReadStays(String how, Fault fault) {
        byte[] bytes = SourceServer.bytes(100_000);
        assertEquals(200, PlainHttp.put(begin(bytes.length).ok().json(), bytes).statusCode());
        world.s3().on(GET_OBJECT).always(fault);
        UNAVAILABLE.check(functions.call("add", "imageId", id, "upload", Map.of()));
        world.s3().clear();
        assertStored(functions.call("add", "imageId", id, "upload", Map.of()).ok(), bytes.length);
        remove();
    }

    @Test
    void mismatchingImageIsRemovedThoughTheReplyWasLost() {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).once(loseReply());
        MISMATCH.check(finish(upload, "checksum", "0".repeat(32)));
        assertEquals(List.of(), s3.keys());
    }

    @Test
    void mismatchingImageThatCannotBeRemovedIsReported() {
        String upload = uploaded();
        world.s3().on(DELETE_OBJECT).always(answer(500, "InternalError"));
        String sentence = MISMATCH.check(finish(upload, "checksum", "0".repeat(32)));
        assertTrue(sentence.endsWith("could not be removed."), sentence);
        world.s3().clear();
        s3.keys().forEach(s3::remove);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAD_OBJECT", "CREATE_UPLOAD"})
    void uploadBeginsOnlyIfS3Answers(S3Operation operation) {
        world.s3().on(operation).always(answer(500, "InternalError"));
        UNAVAILABLE.check(begin(SIZE));
        assertEquals(List.of(), s3.unfinishedUploads());
        world.s3().clear();
        world.s3().on(operation).once(answer(500, "InternalError"));
        giveUp(begin(SIZE).ok().text("uploadId")).ok();
    }

    @Test
    void partThatBrokeOffMayBeSentAgain() {
        JsonNode upload = begin(SIZE).ok().json();
        JsonNode last = upload.path("parts").get(2);
        world.s3().onPart(3).once(resetInBody());
        assertThrows(UncheckedIOException.class, () -> PlainHttp.put(last, new byte[1 << 20]));
        MISMATCH.check(finish(upload.path("uploadId").asText()));
        assertEquals(200, PlainHttp.put(last, new byte[1 << 20]).statusCode());
        giveUp(upload.path("uploadId").asText()).ok();
    }

    @Test
    void putWhoseReplyWasLostMayBeFinished() {
        byte[] bytes = SourceServer.bytes(1000);
        JsonNode presigned = begin(1000).ok().json();
        world.s3().on(PUT_OBJECT).once(loseReply());
        assertThrows(UncheckedIOException.class, () -> PlainHttp.put(presigned, bytes));
        assertStored(functions.call("add", "imageId", id, "upload", Map.of()).ok(), bytes.length);
        remove();
    }

    @Test
    void uploadIsGivenUpThoughTheReplyIsLost() {
        String upload = uploaded();
        world.s3().on(ABORT_UPLOAD).always(loseReply());
        giveUp(upload).ok();
        assertEquals(List.of(), s3.unfinishedUploads());
    }

    @Test
    void uploadThatCannotBeGivenUpStays() {
        String upload = uploaded();
        world.s3().on(ABORT_UPLOAD).always(answer(500, "InternalError"));
        UNAVAILABLE.check(giveUp(upload));
        world.s3().clear();
        giveUp(upload).ok();
    }
}
