package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Direct uploads with one PUT. */
interface SinglePutContract extends Backend {

    byte[] BYTES = SourceServer.bytes(1000);

    /** Requests the URL for an upload of bytes with their size and MD5. */
    default JsonNode presigned(byte[] bytes) {
        return functions()
                .call(
                        "get-presigned",
                        "imageId",
                        "img",
                        "operation",
                        "upload",
                        "size",
                        bytes.length,
                        "checksum",
                        Digests.md5(bytes))
                .ok()
                .json();
    }

    default Answer finish(Object... more) {
        List<Object> fields = new ArrayList<>(List.of("imageId", "img", "upload", Map.of()));
        fields.addAll(List.of(more));
        return functions().call("add", fields.toArray());
    }

    default void upload(byte[] bytes) {
        assertEquals(200, PlainHttp.put(presigned(bytes), bytes).statusCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, PART_SIZE + 1})
    default void aClientUploadsWithOnePut(int count) {
        byte[] bytes = SourceServer.bytes(count);
        JsonNode presigned = functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", count)
                .ok()
                .json();
        assertEquals(200, PlainHttp.put(presigned, bytes).statusCode());
        assertEquals("application/octet-stream", s3().head("img").contentType());
        assertAdded(bytes, "img", finish());
    }

    @Test
    default void onlyTheFirstOfTwoClientsUploads() {
        JsonNode first = presigned(BYTES);
        byte[] others = SourceServer.bytes(2000);
        JsonNode second = presigned(others);
        assertEquals(200, PlainHttp.put(first, BYTES).statusCode());
        assertEquals(412, PlainHttp.put(second, others).statusCode());
        finish("size", 2000).problem(422, "content-mismatch");
        assertAdded(BYTES, "img", finish());
    }

    @Test
    default void takenIdIsADuplicateBeforeTheUpload() {
        s3().write("img", BYTES);
        for (int size : new int[] {5, 100 << 20}) {
            functions()
                    .call("get-presigned", "imageId", "img", "operation", "upload", "size", size)
                    .problem(409, "duplicate");
        }
        JsonNode presigned = functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 1000, "verify", false)
                .ok()
                .json();
        assertEquals(412, PlainHttp.put(presigned, BYTES).statusCode());
        s3().take("img");
    }

    @Test
    default void objectThatWasNotUploadedDirectlyIsADuplicate() {
        functions().call("add", "imageId", "img", "data", Backend.base64(BYTES)).ok();
        finish().problem(409, "duplicate");
        finish("verify", false).problem(409, "duplicate");
        s3().take("img");
        s3().write("img", BYTES);
        finish().problem(409, "duplicate");
        assertArrayEquals(BYTES, s3().take("img"));
    }

    @Test
    default void finishingWithoutAnUploadIsNotFound() {
        presigned(BYTES);
        finish().problem(404, "not-found");
    }

    @Test
    default void finishingAgainHasTheSameAnswer() {
        upload(BYTES);
        Answer first = finish().ok();
        assertEquals(first.json(), finish().ok().json());
        assertEquals(
                first.json(),
                functions()
                        .callAs("key", "add", "imageId", "img", "upload", Map.of())
                        .ok()
                        .json());
        s3().take("img");
    }

    @Test
    default void wrongDeclarationDoesNotRemoveAnImage() {
        upload(BYTES);
        String sentence = finish("checksum", "0".repeat(32)).problem(422, "content-mismatch");
        assertTrue(sentence.contains("checksum"), sentence);
        finish("hash", "0".repeat(128)).problem(422, "content-mismatch");
        finish("size", 999).problem(422, "content-mismatch");
        finish("checksum", "0".repeat(32), "verify", false).problem(422, "content-mismatch");
        assertAdded(BYTES, "img", finish("size", 1000, "checksum", Digests.md5(BYTES), "hash", Digests.sha512(BYTES)));
    }

    @Test
    default void uploadMayBeFinishedWithoutReading() {
        upload(BYTES);
        Answer answer = finish("verify", false, "checksum", Digests.md5(BYTES)).ok();
        assertEquals(Digests.md5(BYTES), answer.text("checksum"));
        assertEquals("none", answer.text("hashAlgorithm"));
        assertFalse(answer.json().has("hash"));
        assertEquals(1000, answer.json().path("size").asInt());
        s3().take("img");
    }

    @Test
    default void anotherHashMayBeAskedFor() {
        upload(BYTES);
        assertEquals(
                Digests.sha256(BYTES), finish("hashAlgorithm", "sha256").ok().text("hash"));
        assertFalse(finish("hashAlgorithm", "none").ok().json().has("hash"));
        s3().take("img");
    }
}
