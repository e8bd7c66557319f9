package dev.glint.fault;

import static dev.glint.fault.Outcome.MISMATCH;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.cutAfterHead;
import static dev.glint.testing.Fault.cutReply;
import static dev.glint.testing.Fault.cutReplyOfKnownLength;
import static dev.glint.testing.Fault.doAndFail;
import static dev.glint.testing.Fault.dropReply;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.Fault.withholdReply;
import static dev.glint.testing.S3Operation.ABORT_UPLOAD;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.LIST_UPLOADS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Await;
import dev.glint.testing.Fault;
import dev.glint.testing.Functions.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S3 begins an upload, but its reply is lost, and the request is repeated. The orphan is removed or named, and uploads of others
 * stay.
 */
class OrphanedUploadsIT extends DirectUploadFaultSuite {

    private static final String WRONG = "0".repeat(32);

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of("lost", loseReply()),
                Arguments.of("dropped", dropReply()),
                Arguments.of("cut", cutReply()),
                Arguments.of("cut where its length is known", cutReplyOfKnownLength()),
                Arguments.of("an error", doAndFail()),
                Arguments.of("too late", withholdReply()));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void directUploadLeavesNoOrphan(String how, Fault fault) {
        world.s3().on(CREATE_UPLOAD).once(fault);
        String upload = begin(SIZE).ok().text("uploadId");
        assertEquals(List.of(upload.split("\\.", 4)[3]), uploadIds());
        giveUp(upload).ok();
        world.s3().on(CREATE_UPLOAD).always(fault);
        UNAVAILABLE.check(begin(SIZE));
        // The failed call does not wait for the removal.
        awaitNoUpload();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void addLeavesNoOrphan(String how, Fault fault) {
        world.s3().on(CREATE_UPLOAD).once(fault);
        assertStored(add(TWO_PARTS), TWO_PARTS);
        awaitNoUpload();
        remove();
    }

    @Test
    void truncatedListIsNotAnEmptyList() {
        world.s3().on(CREATE_UPLOAD).once(loseReply());
        world.s3().on(LIST_UPLOADS).nth(2, cutAfterHead());
        String upload = begin(SIZE).ok().text("uploadId");
        assertEquals(List.of(upload.split("\\.", 4)[3]), uploadIds());
        giveUp(upload).ok();
    }

    /** The failed add must not abort the upload of the other one, which began before and has no part yet. */
    @Test
    void uploadOfAnotherAddStays() {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        world.s3().onPart(1).once(none().after(() -> {
            begun.countDown();
            await(failed);
        }));
        CompletableFuture<Answer> right = CompletableFuture.supplyAsync(() -> add(TWO_PARTS), CALLERS);
        await(begun);
        world.s3().on(CREATE_UPLOAD).once(answer(500, "InternalError"));
        MISMATCH.check(add("bytes", TWO_PARTS, "checksum", WRONG));
        failed.countDown();
        assertStored(right.join(), TWO_PARTS);
        remove();
    }

    @Test
    void directUploadThatHasJustBegunStays() {
        String upload = begin(SIZE).ok().text("uploadId");
        world.s3().on(CREATE_UPLOAD).once(answer(500, "InternalError"));
        MISMATCH.check(add("bytes", TWO_PARTS, "checksum", WRONG));
        giveUp(upload).ok();
    }

    @Test
    void uploadsOfOtherInstancesStayAndAreNamed() {
        world.s3().on(CREATE_UPLOAD).always(answer(500, "InternalError").after(this::beginElsewhere));
        // One upload for each attempt, and one more.
        beginLater();
        String sentence = UNAVAILABLE.check(begin(SIZE));
        List<String> theirs = uploadIds();
        assertEquals(5, theirs.size());
        for (String upload : theirs) {
            assertTrue(sentence.contains(upload), sentence);
            application.awaitLogged(upload);
            abort(upload);
        }
    }

    private void beginLater() {
        world.s3().on(LIST_UPLOADS).nth(2, none().after(this::beginElsewhere));
    }

    @Test
    void orphanThatCannotBeRemovedIsNamed() {
        world.s3().on(CREATE_UPLOAD).always(loseReply());
        world.s3().on(ABORT_UPLOAD).always(answer(403, "AccessDenied"));
        String sentence = UNAVAILABLE.check(begin(SIZE));
        List<String> left = uploadIds();
        assertTrue(!left.isEmpty() && left.stream().allMatch(sentence::contains), sentence);
        left.forEach(this::abort);
    }

    /** If uploads cannot be listed, an orphan cannot be told from an upload of others. */
    @Test
    void nothingIsRemovedIfUploadsCannotBeListed() {
        world.s3().on(LIST_UPLOADS).always(answer(403, "AccessDenied"));
        world.s3().on(CREATE_UPLOAD).once(loseReply());
        giveUpPastFaults(begin(SIZE).ok().text("uploadId"));
        assertEquals(1, uploadIds().size());
        uploadIds().forEach(this::abort);
    }

    private void giveUpPastFaults(String upload) {
        world.s3().clear();
        giveUp(upload).ok();
    }

    private void beginElsewhere() {
        s3.client().createMultipartUpload(request -> request.bucket(s3.bucket()).key(id));
    }

    private List<String> uploadIds() {
        return s3.unfinishedUploads(id);
    }

    private void awaitNoUpload() {
        Await.until(() -> uploadIds().isEmpty(), "an upload is left");
    }

    private void abort(String uploadId) {
        s3.abort(id, uploadId);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
