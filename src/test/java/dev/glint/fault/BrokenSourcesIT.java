package dev.glint.fault;

import static dev.glint.fault.Outcome.MISMATCH;
import static dev.glint.fault.Outcome.SOURCE_FAILED;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.cutReply;
import static dev.glint.testing.Fault.resetBeforeBody;
import static dev.glint.testing.Fault.resetInReply;
import static dev.glint.testing.Fault.stallInReply;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static dev.glint.testing.S3Operation.UPLOAD_PART;
import static dev.glint.testing.SlowFaults.stall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The source breaks off, falls silent, or does not match the declaration: nothing is stored. */
class BrokenSourcesIT extends FaultSuite {

    /** A generous limit, as the machine may be busy. */
    private static final Duration SOON = FaultyWorld.DEADLINE.multipliedBy(8);

    private static final Map<String, Fault> FAULTS = Map.of(
            "ends early", cutReply(),
            "is reset", resetInReply(),
            "falls silent", stallInReply(),
            "never answers", stall(),
            "is reset at once", resetBeforeBody(),
            "answers 500", answer(500, "InternalError"),
            "answers 404", answer(404, "NoSuchKey"));

    private static final List<String> IN_BODY = List.of("ends early", "is reset", "falls silent");
    private static final List<String> AT_ONCE =
            List.of("never answers", "is reset at once", "answers 500", "answers 404");

    static Stream<Arguments> brokenSources() {
        return Stream.concat(
                AT_ONCE.stream().map(name -> Arguments.of(name, "bytes", SINGLE)),
                IN_BODY.stream()
                        .flatMap(name -> Stream.of("bytes", "chunked")
                                .flatMap(kind ->
                                        Stream.of(SINGLE, MULTIPART).map(size -> Arguments.of(name, kind, size)))));
    }

    @ParameterizedTest
    @MethodSource("brokenSources")
    void brokenSourceFailsTheAdd(String name, String kind, int size) {
        world.source().on(GET_OBJECT).always(FAULTS.get(name));
        SOURCE_FAILED.check(assertTimeoutPreemptively(SOON, () -> add(kind, size)));
    }

    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void sourceShorterThanItsContentLengthFailsTheAdd(int size) {
        SOURCE_FAILED.check(add("short", size));
    }

    /** {@code difference}: the number of bytes that the source has more than declared. */
    @ParameterizedTest
    @CsvSource({
        "bytes,   3145728,  -100",
        "bytes,   3145728,   100",
        "bytes,   3145728,   3145728",
        "chunked, 3145728,  -100",
        "chunked, 3145728,   100",
        "chunked, 3145728,   3145728",
        "bytes,   11534336, -100",
        "bytes,   11534336,  100",
        "chunked, 11534336, -100",
        "chunked, 11534336,  100",
        "chunked, 11534336,  6291456",
        "chunked, 11534336,  11534336"
    })
    void sourceOfAnotherLengthIsAMismatch(String kind, int size, int difference) {
        MISMATCH.check(add(kind, size, "size", size - difference));
        assertEquals(0, world.s3().count(PUT_OBJECT));
    }

    static Stream<Arguments> brokenLocations() {
        return Stream.concat(
                AT_ONCE.stream().filter(name -> !name.equals("answers 404")).map(name -> Arguments.of(name, SINGLE)),
                IN_BODY.stream().flatMap(name -> Stream.of(SINGLE, MULTIPART).map(size -> Arguments.of(name, size))));
    }

    @ParameterizedTest
    @MethodSource("brokenLocations")
    void brokenLocationFailsTheAdd(String name, int size) {
        String location = otherLocation(size);
        world.s3().on(GET_OBJECT).always(FAULTS.get(name));
        UNAVAILABLE.check(assertTimeoutPreemptively(SOON, () -> addFrom(location)));
        removeOther();
    }

    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void locationIsReadAgainAfterAFailure(int size) {
        String location = otherLocation(size);
        world.s3().on(GET_OBJECT).once(answer(500, "InternalError"));
        assertStored(addFrom(location), size);
        assertEquals(size == SINGLE ? 0 : 3, world.s3().count(UPLOAD_PART));
        removeOther();
        remove();
    }
}
