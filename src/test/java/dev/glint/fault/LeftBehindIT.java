package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.resetBeforeBody;
import static dev.glint.testing.S3Operation.ABORT_UPLOAD;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An upload that cannot be removed from S3 is named in the answer and in the log, so that an operator can remove it. */
class LeftBehindIT extends FaultSuite {

    static Stream<Fault> lastingFaults() {
        return Stream.of(answer(500, "InternalError"), answer(403, "AccessDenied"), resetBeforeBody());
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void uploadThatCannotBeAbortedIsNamed(Fault fault) {
        world.s3().onPart(3).always(answer(403, "AccessDenied"));
        world.s3().on(ABORT_UPLOAD).always(fault);
        assertNamed(Outcome.FORBIDDEN);
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void uploadThatCanNeitherBeCompletedNorAbortedIsNamed(Fault fault) {
        world.s3().on(COMPLETE_UPLOAD).always(answer(500, "InternalError"));
        world.s3().on(ABORT_UPLOAD).always(fault);
        assertNamed(Outcome.UNAVAILABLE);
    }

    private void assertNamed(Outcome outcome) {
        String sentence = outcome.check(add(MULTIPART));
        List<String> left = s3.unfinishedUploads(id);
        assertEquals(1, left.size());
        assertTrue(sentence.contains(left.get(0)), sentence);
        application.awaitLogged(left.get(0));
        s3.abort(id, left.get(0));
    }
}
