package dev.glint.fault;

import static dev.glint.fault.Outcome.FORBIDDEN;
import static dev.glint.fault.Outcome.STORED;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.Fault.resetBeforeBody;
import static dev.glint.testing.Fault.resetInBody;
import static dev.glint.testing.S3Operation.ABORT_UPLOAD;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static dev.glint.testing.SlowFaults.delay;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.S3Operation;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 fails once during an add, and the add succeeds. Or S3 fails always, and the add fails and leaves nothing. */
class AddFaultsIT extends FaultSuite {

    /** Longer than the timeout of one attempt, shorter than the deadline. */
    private static final Duration SLOW = FaultyWorld.DEADLINE.dividedBy(2);

    private static final Fault INTERNAL_ERROR = answer(500, "InternalError");
    private static final Fault SLOW_DOWN = answer(503, "SlowDown");
    private static final Fault DENIED = answer(403, "AccessDenied");
    /** An error of S3 after it has begun its answer. */
    private static final Fault ERROR_IN_SUCCESS = answer(200, "InternalError");

    static Stream<FaultCase> singlePutFaults() {
        return Stream.of(
                once("nothing", PUT_OBJECT, none()),
                once("PUT answers 500", PUT_OBJECT, INTERNAL_ERROR),
                once("PUT answers 503", PUT_OBJECT, SLOW_DOWN),
                once("PUT is reset before the body", PUT_OBJECT, resetBeforeBody()),
                once("PUT is reset in the body", PUT_OBJECT, resetInBody()),
                once("PUT is slow", PUT_OBJECT, delay(SLOW)),
                always("PUT answers 500", PUT_OBJECT, INTERNAL_ERROR, UNAVAILABLE),
                always("PUT answers 503", PUT_OBJECT, SLOW_DOWN, UNAVAILABLE),
                always("PUT answers 403", PUT_OBJECT, DENIED, FORBIDDEN),
                always("PUT is reset before the body", PUT_OBJECT, resetBeforeBody(), UNAVAILABLE),
                always("PUT is reset in the body", PUT_OBJECT, resetInBody(), UNAVAILABLE));
    }

    @ParameterizedTest
    @MethodSource("singlePutFaults")
    void singlePutAddSucceedsOrLeavesNothing(FaultCase row) {
        check(row, SINGLE);
    }

    static Stream<FaultCase> multipartFaults() {
        return Stream.of(
                once("nothing", COMPLETE_UPLOAD, none()),
                once("HEAD answers 500", HEAD_OBJECT, INTERNAL_ERROR),
                always("HEAD answers 403", HEAD_OBJECT, DENIED, FORBIDDEN),
                once("Create answers 500", CREATE_UPLOAD, INTERNAL_ERROR),
                always("Create answers 500", CREATE_UPLOAD, INTERNAL_ERROR, UNAVAILABLE),
                always("Create answers 403", CREATE_UPLOAD, DENIED, FORBIDDEN),
                once("Complete answers 500", COMPLETE_UPLOAD, INTERNAL_ERROR),
                once("Complete answers 200 with an error", COMPLETE_UPLOAD, ERROR_IN_SUCCESS),
                once("Complete is reset", COMPLETE_UPLOAD, resetBeforeBody()),
                once("Complete is slow", COMPLETE_UPLOAD, delay(SLOW)),
                always("Complete answers 500", COMPLETE_UPLOAD, INTERNAL_ERROR, UNAVAILABLE),
                always("Complete answers 503", COMPLETE_UPLOAD, SLOW_DOWN, UNAVAILABLE),
                always("Complete answers 200 with an error", COMPLETE_UPLOAD, ERROR_IN_SUCCESS, UNAVAILABLE),
                always("Complete answers 403", COMPLETE_UPLOAD, DENIED, FORBIDDEN),
                always("Complete is reset", COMPLETE_UPLOAD, resetBeforeBody(), UNAVAILABLE));
    }

    @ParameterizedTest
    @MethodSource("multipartFaults")
    void multipartAddSucceedsOrLeavesNothing(FaultCase row) {
        check(row, MULTIPART);
    }

    static Stream<FaultCase> partFaults() {
        return Stream.of(
                partOnce("answers 500", INTERNAL_ERROR),
                partOnce("answers 503", SLOW_DOWN),
                partOnce("is reset before the body", resetBeforeBody()),
                partOnce("is reset in the body", resetInBody()),
                partOnce("is slow", delay(SLOW)),
                partAlways("answers 500", INTERNAL_ERROR, UNAVAILABLE),
                partAlways("answers 503", SLOW_DOWN, UNAVAILABLE),
                partAlways("answers 403", DENIED, FORBIDDEN),
                partAlways("is reset before the body", resetBeforeBody(), UNAVAILABLE),
                partAlways("is reset in the body", resetInBody(), UNAVAILABLE),
                partAlways("arrives when all is over", delay(FaultyWorld.DEADLINE.plusSeconds(1)), UNAVAILABLE),
                new FaultCase(
                        "part 3 answers 403 always, Abort 500 once",
                        s3 -> {
                            s3.onPart(3).always(DENIED);
                            s3.on(ABORT_UPLOAD).once(INTERNAL_ERROR);
                        },
                        FORBIDDEN));
    }

    @ParameterizedTest
    @MethodSource("partFaults")
    void addSucceedsOrLeavesNothingWhenOnePartFails(FaultCase row) {
        check(row, FIVE_PARTS);
    }

    private static FaultCase once(String name, S3Operation operation, Fault fault) {
        return new FaultCase(name + " once", s3 -> s3.on(operation).once(fault), STORED);
    }

    private static FaultCase always(String name, S3Operation operation, Fault fault, Outcome outcome) {
        return new FaultCase(name + " always", s3 -> s3.on(operation).always(fault), outcome);
    }

    private static FaultCase partOnce(String name, Fault fault) {
        return new FaultCase("part 3 " + name + " once", s3 -> s3.onPart(3).once(fault), STORED);
    }

    private static FaultCase partAlways(String name, Fault fault, Outcome outcome) {
        return new FaultCase("part 3 " + name + " always", s3 -> s3.onPart(3).always(fault), outcome);
    }
}
