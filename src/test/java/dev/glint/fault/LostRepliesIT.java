package dev.glint.fault;

import static dev.glint.fault.Outcome.FORBIDDEN;
import static dev.glint.fault.Outcome.STORED;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.dropReply;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.S3Operation.ABORT_UPLOAD;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Faults;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 handles a request, but its reply is lost. The application never mistakes its own writes for those of others. */
class LostRepliesIT extends FaultSuite {

    static Stream<FaultCase> singlePutFaults() {
        return Stream.of(
                lost("PUT's reply is lost once", s3 -> s3.on(PUT_OBJECT).once(loseReply()), STORED),
                lost("PUT's reply is dropped once", s3 -> s3.on(PUT_OBJECT).once(dropReply()), STORED),
                lost("PUT's reply is lost always", s3 -> s3.on(PUT_OBJECT).always(loseReply()), STORED));
    }

    @ParameterizedTest
    @MethodSource("singlePutFaults")
    void singlePutAddSucceedsThoughRepliesAreLost(FaultCase row) {
        check(row, SINGLE);
    }

    static Stream<FaultCase> multipartFaults() {
        return Stream.of(
                lost("Create's reply is lost once", s3 -> s3.on(CREATE_UPLOAD).once(loseReply()), STORED),
                lost(
                        "Create's reply is dropped once",
                        s3 -> s3.on(CREATE_UPLOAD).once(dropReply()),
                        STORED),
                lost("Create's reply is lost always", s3 -> s3.on(CREATE_UPLOAD).always(loseReply()), UNAVAILABLE),
                lost("part 3's reply is lost once", s3 -> s3.onPart(3).once(loseReply()), STORED),
                lost("part 3's reply is lost always", s3 -> s3.onPart(3).always(loseReply()), UNAVAILABLE),
                lost(
                        "Complete's reply is lost once",
                        s3 -> s3.on(COMPLETE_UPLOAD).once(loseReply()),
                        STORED),
                lost(
                        "Complete's reply is dropped once",
                        s3 -> s3.on(COMPLETE_UPLOAD).once(dropReply()),
                        STORED),
                lost(
                        "Complete's reply is lost always",
                        s3 -> s3.on(COMPLETE_UPLOAD).always(loseReply()),
                        STORED),
                lost(
                        "Abort's reply is lost once",
                        s3 -> partFails(s3).on(ABORT_UPLOAD).once(loseReply()),
                        FORBIDDEN),
                lost(
                        "Abort's reply is lost always",
                        s3 -> partFails(s3).on(ABORT_UPLOAD).always(loseReply()),
                        FORBIDDEN));
    }

    @ParameterizedTest
    @MethodSource("multipartFaults")
    void multipartAddSucceedsOrLeavesNothingWhenRepliesAreLost(FaultCase row) {
        check(row, MULTIPART);
    }

    private static FaultCase lost(String name, Consumer<Faults> fault, Outcome outcome) {
        return new FaultCase(name, fault, outcome);
    }

    private static Faults partFails(Faults s3) {
        s3.onPart(3).always(answer(403, "AccessDenied"));
        return s3;
    }

    @Test
    void imageIsDeletedThoughTheReplyIsLostOnce() {
        add(SINGLE).ok();
        world.s3().on(DELETE_OBJECT).once(loseReply());
        assertEquals("true", functions.call("delete", "imageId", id).ok().text("deleted"));
    }

    @Test
    void imageIsDeletedThoughAllRepliesAreLost() {
        add(SINGLE).ok();
        world.s3().on(DELETE_OBJECT).always(loseReply());
        assertEquals("true", functions.call("delete", "imageId", id).ok().text("deleted"));
    }
}
