package dev.glint.function;

import static dev.glint.function.PartsBackend.id;
import static dev.glint.function.PartsContract.IMAGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SmallParts;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which upload in parts may be finished, and what happens to the others. */
interface PartsExclusiveContract extends PartsBackend {

    /** Begins an upload, and sends all its parts. */
    default JsonNode uploaded() {
        JsonNode upload = begin(IMAGE.length);
        putAll(upload, IMAGE);
        return upload;
    }

    @Test
    default void firstOfTwoUploadsToBeFinishedWins() {
        JsonNode first = uploaded();
        JsonNode second = uploaded();
        Answer won = finish(second).ok();
        finish(first).problem(409, "duplicate");
        assertEquals(List.of(), s3().unfinishedUploads(), "it can come to nothing");
        finish(first).problem(409, "duplicate");
        assertAdded(IMAGE, "img", won);
    }

    @Test
    default void onlyOneOfConcurrentlyFinishedUploadsWins() {
        List<Answer> answers = finishAtTheSameTime(
                Stream.generate(this::uploaded).limit(4).map(PartsBackend::id).toList());
        List<Answer> won =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertEquals(1, won.size(), answers::toString);
        answers.stream().filter(answer -> answer.status() != 200).forEach(answer -> answer.problem(409, "duplicate"));
        assertAdded(IMAGE, "img", won.get(0));
    }

    /** Finishing a finished upload again succeeds: calls with the same upload are the same request. */
    @Test
    default void anUploadMayBeFinishedTwiceAtTheSameTime() {
        String upload = id(uploaded());
        List<Answer> answers = finishAtTheSameTime(List.of(upload, upload, upload, upload));
        answers.forEach(
                answer -> assertEquals(answers.get(0).json(), answer.ok().json()));
        assertAdded(IMAGE, "img", finish(upload));
    }

    default List<Answer> finishAtTheSameTime(List<String> uploads) {
        List<CompletableFuture<Answer>> calls = uploads.stream()
                .map(upload ->
                        CompletableFuture.supplyAsync(() -> finish(upload), command -> new Thread(command).start()))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    @Test
    default void imageStoredMeanwhileStays() {
        JsonNode upload = uploaded();
        s3().write("img", new byte[] {7});
        finish(upload).problem(409, "duplicate");
        assertEquals(List.of(), s3().unfinishedUploads());
        assertArrayEquals(new byte[] {7}, s3().take("img"));
    }

    @Test
    default void uploadThatDoesNotMatchTheDeclarationIsRemoved() {
        for (Object[] wrong : new Object[][] {{"checksum", "0".repeat(32)}, {"hash", "0".repeat(128)}}) {
            JsonNode upload = uploaded();
            String sentence = finish(upload, wrong).problem(422, "content-mismatch");
            assertTrue(sentence.contains(wrong[0].toString()) && sentence.endsWith("was removed again."), sentence);
            assertEquals(List.of(), s3().keys());
            finish(upload).problem(404, "not-found");
        }
    }

    @Test
    default void uploadThatDoesNotMatchItsFirstDeclarationIsRemoved() {
        JsonNode upload = begin(IMAGE.length, "checksum", Digests.md5(IMAGE));
        putAll(upload, IMAGE);
        assertAdded(IMAGE, "img", finish(upload));
        byte[] other = IMAGE.clone();
        other[0] ^= 1;
        JsonNode broken = begin(IMAGE.length, "checksum", Digests.md5(IMAGE));
        putAll(broken, other);
        finish(broken, "checksum", Digests.md5(other)).problem(422, "content-mismatch");
        assertEquals(List.of(), s3().keys());
    }

    @Test
    default void wrongSizeIsRefusedBeforeTheUploadIsFinished() {
        JsonNode upload = uploaded();
        finish(upload, "size", IMAGE.length - 1).problem(422, "content-mismatch");
        assertEquals(List.of("img"), s3().unfinishedUploads());
        assertAdded(IMAGE, "img", finish(upload, "size", IMAGE.length, "checksum", Digests.md5(IMAGE)));
    }

    /** A call with a wrong declaration must not delete a finished image. */
    @Test
    default void finishedImageIsNotRemovedByAWrongDeclaration() {
        JsonNode upload = uploaded();
        finish(upload).ok();
        String sentence = finish(upload, "checksum", "0".repeat(32)).problem(422, "content-mismatch");
        assertTrue(sentence.endsWith("delete it if it is wrong."), sentence);
        finish(upload, "size", 1).problem(422, "content-mismatch");
        assertAdded(IMAGE, "img", finish(upload));
    }

    @Test
    default void uploadOfAnotherIdIsNotFound() {
        JsonNode upload = uploaded();
        functions()
                .call("add", "imageId", "other", "upload", Map.of("uploadId", id(upload)))
                .problem(404, "not-found");
        for (String unknown : List.of(
                "",
                "nonsense",
                changedAtTheEnd(id(upload)),
                id(upload).replaceFirst("\\.\\d+\\.", ".999999999999999."))) {
            functions().call("delete", "imageId", "img", "uploadId", unknown).problem(404, "not-found");
            finish(unknown).problem(404, "not-found");
            renew(unknown, 1).problem(404, "not-found");
        }
        giveUp(upload).ok();
    }

    private static String changedAtTheEnd(String id) {
        return id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
    }

    /** An upload that was begun directly with S3 does not belong to Glint, and stays. */
    @Test
    default void foreignUploadIsNotFound() {
        String theirs = s3().client()
                .createMultipartUpload(request -> request.bucket(s3().bucket()).key("img"))
                .uploadId();
        finish(theirs).problem(404, "not-found");
        renew(theirs, 1).problem(404, "not-found");
        functions().call("delete", "imageId", "img", "uploadId", theirs).problem(404, "not-found");
        assertEquals(List.of("img"), s3().unfinishedUploads());
        s3().client()
                .abortMultipartUpload(
                        request -> request.bucket(s3().bucket()).key("img").uploadId(theirs));
    }

    /** If the data in the upload id is wrong, no image is stored. */
    @Test
    default void tamperedUploadIdStoresNoImage() {
        String id = id(uploaded());
        String shorter = id.replaceFirst("\\.\\d+\\.", "." + 2 * SmallParts.SIZE + ".");
        finish(shorter).problem(422, "content-mismatch");
        assertEquals(List.of(), s3().keys());
        id = id(uploaded());
        String another = (id.startsWith("0") ? "1" : "0") + id.substring(1);
        finish(another).problem(404, "not-found");
        assertEquals(List.of(), s3().keys());
        assertEquals(List.of(), s3().unfinishedUploads());
    }

    @Test
    default void smallImageDoesNotFinishALargeUpload() {
        JsonNode upload = uploaded();
        JsonNode single = begin(1000);
        PlainHttp.put(single, SourceServer.bytes(1000));
        finish(upload).problem(409, "duplicate");
        assertArrayEquals(SourceServer.bytes(1000), s3().take("img"));
    }
}
