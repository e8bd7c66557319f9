package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.hideLength;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.Fault.resetBeforeBody;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Fault;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 fails while an image is looked up or deleted. */
class ReadFaultsIT extends FaultSuite {

    private static final Fault INTERNAL_ERROR = answer(500, "InternalError");
    private static final Fault DENIED = answer(403, "AccessDenied");
    private static final Fault MOVED = answer(301, "PermanentRedirect");

    static Stream<Fault> passingFaults() {
        return Stream.of(INTERNAL_ERROR, answer(503, "SlowDown"), resetBeforeBody(), loseReply());
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void sizeIsReadAgainAfterAFault(Fault fault) {
        store();
        world.s3().on(HEAD_OBJECT).once(fault);
        Answer answer = functions.call("get-size", "imageId", id).ok();
        assertEquals(SINGLE, answer.json().path("size").asInt());
        assertEquals("true", answer.text("available"));
        remove();
    }

    @Test
    void sizeNeedsOneRequest() {
        store();
        functions.call("get-size", "imageId", id).ok();
        assertEquals(List.of(HEAD_OBJECT), world.s3().requests());
        remove();
    }

    /** Requests are repeated no matter how many have failed before. */
    @Test
    void sizeIsReadAfterALongOutage() {
        store();
        world.s3().on(HEAD_OBJECT).always(INTERNAL_ERROR);
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 50)
                .mapToObj(
                        call -> CompletableFuture.supplyAsync(() -> functions.call("get-size", "imageId", id), CALLERS))
                .toList();
        calls.forEach(CompletableFuture::join);
        world.s3().clear();

        world.s3().on(HEAD_OBJECT).once(INTERNAL_ERROR);
        assertEquals("true", functions.call("get-size", "imageId", id).ok().text("available"));
        remove();
    }

    static Stream<Arguments> lastingFaults() {
        return Stream.of(
                Arguments.of(INTERNAL_ERROR, "store-unavailable"),
                Arguments.of(answer(503, "SlowDown"), "store-unavailable"),
                Arguments.of(resetBeforeBody(), "store-unavailable"),
                Arguments.of(loseReply(), "store-unavailable"),
                Arguments.of(DENIED, "store-forbidden"),
                Arguments.of(answer(404, "NoSuchKey"), "not-found"));
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void sizeIsUnknownWhileFaultsLast(Fault fault, String reason) {
        store();
        world.s3().on(HEAD_OBJECT).always(fault);
        Answer answer = functions.call("get-size", "imageId", id).ok();
        assertEquals(0, answer.json().path("size").asInt(-1));
        assertEquals("false", answer.text("available"));
        assertEquals(reason, answer.text("reason"));
        remove();
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void deleteSucceedsAfterAFault(Fault fault) {
        store();
        world.s3().on(HEAD_OBJECT).once(fault);
        world.s3().on(DELETE_OBJECT).once(fault);
        assertEquals("true", functions.call("delete", "imageId", id).ok().text("deleted"));
    }

    static Stream<Arguments> deleteFaults() {
        return Stream.of(
                Arguments.of(none(), INTERNAL_ERROR, Outcome.UNAVAILABLE),
                Arguments.of(none(), DENIED, Outcome.FORBIDDEN),
                Arguments.of(none(), resetBeforeBody(), Outcome.UNAVAILABLE),
                Arguments.of(INTERNAL_ERROR, none(), Outcome.UNAVAILABLE),
                Arguments.of(DENIED, none(), Outcome.FORBIDDEN));
    }

    @ParameterizedTest
    @MethodSource("deleteFaults")
    void imageStaysIfDeleteFails(Fault head, Fault delete, Outcome outcome) {
        store();
        world.s3().on(HEAD_OBJECT).always(head);
        world.s3().on(DELETE_OBJECT).always(delete);
        outcome.check(functions.call("delete", "imageId", id));
        assertEquals(List.of(id), s3.keys());
        remove();
    }

    /** Without a length a truncated body would look like a whole one. */
    @Test
    void imageWithoutALengthIsNotRead() {
        String location = otherLocation(SINGLE);
        world.s3().on(GET_OBJECT).always(hideLength());
        String sentence = Outcome.UNAVAILABLE.check(addFrom(location));
        assertEquals("The answer of S3 has no Content-Length; try again.", sentence);
        removeOther();
    }

    @Test
    void sizeIsUnknownIfS3SendsNone() {
        store();
        world.s3().on(HEAD_OBJECT).always(hideLength());
        Answer answer = functions.call("get-size", "imageId", id).ok();
        assertEquals("store-unavailable", answer.text("reason"));
        remove();
    }

    private void store() {
        s3.write(id, SourceServer.bytes(SINGLE));
    }

    /** What has come in the place of an image while that is read back is not taken for it. */
    @Test
    void repeatedAddIsNotAnsweredWithAnotherImage() {
        addAs("key", TWO_PARTS).ok();
        byte[] other = SourceServer.bytes(SINGLE);
        world.s3().on(GET_OBJECT).once(none().after(() -> s3.write(id, other)));
        addAs("key", TWO_PARTS).problem(503, "store-unavailable");
        assertArrayEquals(other, s3.take(id));
    }
}
