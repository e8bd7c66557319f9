package dev.glint.fault;

import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static dev.glint.testing.SlowFaults.stall;
import static dev.glint.testing.SlowFaults.trickle;
import static dev.glint.testing.SlowFaults.trickleBody;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.glint.testing.Fault;
import dev.glint.testing.Faults;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 accepts requests but never answers, or answers very slowly: no call takes longer than the deadline. */
@Order(1)
class DeadlineIT extends FaultSuite {

    /** Less time than two deadlines in a row take. */
    private static final Duration LIMIT = FaultyWorld.DEADLINE.multipliedBy(2);
    /** Short enough that no read times out, and long enough that no reply ends within the deadline. */
    private static final Duration PAUSE = FaultyWorld.DEADLINE.dividedBy(20);

    private static final Fault TRICKLE = trickle(PAUSE);

    static Stream<FaultCase> singlePutFaults() {
        return Stream.of(
                row("everything stalls", s3 -> s3.onAny().always(stall())),
                row("PUT stalls", s3 -> s3.on(PUT_OBJECT).always(stall())));
    }

    @ParameterizedTest
    @MethodSource("singlePutFaults")
    void singlePutAddFailsWithinTheDeadline(FaultCase row) {
        assertTimeoutPreemptively(LIMIT, () -> check(row, SINGLE));
        // The object that S3 has written but not confirmed in time exists: the same request would find it.
        world.s3().clear();
        world.s3().awaitQuiet();
        remove();
    }

    /** The image is stored, but S3 takes too long to confirm it. After S3 recovers, the repeated request succeeds. */
    @Test
    void addFailsWithinTheDeadlineIfRepliesTrickle() {
        world.s3().onAny().always(TRICKLE);
        Outcome.UNAVAILABLE.check(assertTimeoutPreemptively(LIMIT, () -> addAs("the-same", SINGLE)));
        world.s3().clear();
        assertStored(addAs("the-same", SINGLE), SINGLE);
        remove();
    }

    static Stream<FaultCase> multipartFaults() {
        return Stream.of(
                row("everything stalls", s3 -> s3.onAny().always(stall())),
                row("everything trickles", s3 -> s3.onAny().always(TRICKLE)),
                row("Create stalls", s3 -> s3.on(CREATE_UPLOAD).always(stall())),
                row("Create trickles", s3 -> s3.on(CREATE_UPLOAD).always(TRICKLE)),
                row("part 3 stalls", s3 -> s3.onPart(3).always(stall())),
                row("part 3 trickles", s3 -> s3.onPart(3).always(TRICKLE)),
                row("Complete stalls", s3 -> s3.on(COMPLETE_UPLOAD).always(stall())));
    }

    @ParameterizedTest
    @MethodSource("multipartFaults")
    void multipartAddFailsWithinTheDeadline(FaultCase row) {
        assertTimeoutPreemptively(LIMIT, () -> check(row, MULTIPART));
    }

    private static FaultCase row(String name, Consumer<Faults> fault) {
        return new FaultCase(name, fault, Outcome.UNAVAILABLE);
    }

    static Stream<Fault> silences() {
        return Stream.of(stall(), TRICKLE);
    }

    @ParameterizedTest
    @MethodSource("silences")
    void readsFailWithinTheDeadline(Fault silence) {
        world.s3().on(HEAD_OBJECT).always(silence);
        List<CompletableFuture<Answer>> calls = Stream.of("get-size", "get-presigned", "delete")
                .map(function -> CompletableFuture.supplyAsync(() -> functions.call(function, "imageId", id), CALLERS))
                .toList();
        List<Answer> answers = assertTimeoutPreemptively(
                LIMIT, () -> calls.stream().map(CompletableFuture::join).toList());
        assertEquals("store-unavailable", answers.get(0).ok().text("reason"));
        Outcome.UNAVAILABLE.check(answers.get(1));
        Outcome.UNAVAILABLE.check(answers.get(2));
    }

    @Test
    void deleteFailsWithinTheDeadline() {
        String location = otherLocation(1);
        world.s3().on(DELETE_OBJECT).always(stall());
        Outcome.UNAVAILABLE.check(
                assertTimeoutPreemptively(LIMIT, () -> functions.call("delete", "location", location)));
        removeOther();
    }

    static Stream<Arguments> locationFaults() {
        Fault slowBody = trickleBody(PAUSE);
        return Stream.of(
                Arguments.of(stall(), SINGLE),
                Arguments.of(TRICKLE, SINGLE),
                Arguments.of(slowBody, SINGLE),
                Arguments.of(slowBody, MULTIPART));
    }

    @ParameterizedTest
    @MethodSource("locationFaults")
    void addFromALocationFailsWithinTheDeadline(Fault silence, int size) {
        String location = otherLocation(size);
        world.s3().on(GET_OBJECT).always(silence);
        Outcome.UNAVAILABLE.check(assertTimeoutPreemptively(LIMIT, () -> addFrom(location)));
        removeOther();
    }
}
