package dev.glint.fault;

import static dev.glint.fault.Outcome.DUPLICATE;
import static dev.glint.fault.Outcome.MISMATCH;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.beforeReply;
import static dev.glint.testing.Fault.changeReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.HeaderFaults.ignoreHeader;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Other calls use an id while its upload is finished, on servers with conditional writes and on servers without them. */
class DirectUploadRacesIT extends DirectUploadFaultSuite {

    private static final String CONDITION = "If-None-Match";
    private static final byte[] THEIRS = SourceServer.bytes(7);

    private void storeTheirs() {
        s3.write(id, THEIRS);
    }

    private void assertTheirsIsKept() {
        assertArrayEquals(THEIRS, s3.read(id));
        assertEquals(List.of(), s3.unfinishedUploads());
        remove();
    }

    @Test
    void imageStoredAfterTheCheckStays() {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).once(none().after(this::storeTheirs));
        DUPLICATE.check(finish(upload));
        assertTheirsIsKept();
    }

    /**
     * The answer of Ceph to Complete has no ETag. The object of a made-up upload id must be recognized as that of this call, and be
     * removed.
     */
    @Test
    void objectIsRecognizedOnAServerThatReturnsNoETag() {
        world.s3()
                .on(COMPLETE_UPLOAD)
                .always(changeReply(body -> body.replaceAll("<ETag>.*?</ETag>", "<ETag></ETag>")));
        String upload = uploaded();
        finish((upload.startsWith("0") ? "1" : "0") + upload.substring(1)).problem(404, "not-found");
        assertEquals(List.of(), s3.keys());
        assertStored(finish(uploaded()), SIZE);
        remove();
    }

    @Test
    void existingImageStaysOnAServerThatIgnoresTheCondition() {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).always(ignoreHeader(CONDITION));
        storeTheirs();
        DUPLICATE.check(finish(upload));
        assertTheirsIsKept();
    }

    @Test
    void replacementOfTheImageIsADuplicate() {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).always(ignoreHeader(CONDITION, this::storeTheirs));
        DUPLICATE.check(finish(upload));
        assertTheirsIsKept();
    }

    /** An answer has digests of the uploaded bytes, or none. */
    @Test
    void replacementOfTheImageIsNotRead() {
        String upload = uploaded();
        world.s3().on(GET_OBJECT).once(none().after(this::storeTheirs));
        finish(upload).problem(404, "not-found");
        assertTheirsIsKept();
    }

    @Test
    void replacementOfTheImageIsNotRemoved() {
        String upload = uploaded();
        world.s3().on(GET_OBJECT).once(beforeReply(this::storeTheirs));
        MISMATCH.check(finish(upload, "checksum", "0".repeat(32)));
        assertTheirsIsKept();
    }

    /** Another call completes the same upload first. This call must not remove its image. */
    @ParameterizedTest
    @CsvSource({"404, NoSuchUpload", "412, PreconditionFailed"})
    void imageCompletedByAnotherCallIsNotRemoved(int status, String code) {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).once(answer(status, code).after(() -> complete(upload)));
        MISMATCH.check(finish(upload, "checksum", "0".repeat(32)));
        assertStored(finish(upload), SIZE);
        remove();
    }

    /** S3Proxy answers 200 to both completions. The other call comes while the call with the wrong checksum reads. */
    @Test
    void wrongCallDoesNotRemoveAnImageConfirmedToAnother() {
        String upload = uploaded();
        AtomicReference<CompletableFuture<Answer>> right = new AtomicReference<>();
        world.s3().on(GET_OBJECT).once(none().after(() -> {
            right.set(CompletableFuture.supplyAsync(() -> finish(upload), CALLERS));
            // The other call waits for this one; if it did not wait, it would be done by then.
            awaitAnswer(right.get());
        }));
        MISMATCH.check(finish(upload, "checksum", "0".repeat(32)));
        Answer answer = right.get().join();
        if (answer.status() == 200) {
            assertStored(answer, SIZE);
            remove();
        }
        assertEquals(List.of(), s3.keys());
    }

    private static void awaitAnswer(CompletableFuture<Answer> call) {
        try {
            call.get(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // The call has no answer yet.
        }
    }

    private void complete(String upload) {
        String s3Id = upload.split("\\.", 4)[3];
        List<CompletedPart> parts =
                s3
                        .client()
                        .listParts(
                                request -> request.bucket(s3.bucket()).key(id).uploadId(s3Id))
                        .parts()
                        .stream()
                        .map(part -> CompletedPart.builder()
                                .partNumber(part.partNumber())
                                .eTag(part.eTag())
                                .build())
                        .toList();
        s3.client()
                .completeMultipartUpload(request -> request.bucket(s3.bucket())
                        .key(id)
                        .uploadId(s3Id)
                        .multipartUpload(completed -> completed.parts(parts)));
    }

    @Test
    void imageDeletedMeanwhileIsNotFound() {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).once(beforeReply(this::remove));
        finish(upload).problem(404, "not-found");
        assertEquals(1, world.s3().count(COMPLETE_UPLOAD));
    }
}
