package dev.glint.function;

import static dev.glint.function.PartsBackend.id;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.image.HashAlgorithm;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SmallParts;
import dev.glint.testing.SourceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Direct uploads in parts. */
interface PartsContract extends PartsBackend {

    int PART = SmallParts.SIZE;
    /** An image of three parts. */
    byte[] IMAGE = SourceServer.bytes(2 * PART + 1000);

    @ParameterizedTest
    @ValueSource(ints = {PART + 1, 2 * PART, 3 * PART - 1})
    default void aClientUploadsInParts(int count) {
        byte[] bytes = SourceServer.bytes(count);
        JsonNode upload = begin(count);
        putAll(upload, bytes);
        assertEquals(List.of(), s3().keys(), "nothing to see before it is finished");
        Answer answer = finish(upload);
        assertEquals("application/octet-stream", s3().head("img").contentType());
        assertAdded(bytes, "img", answer);
    }

    @Test
    default void aPartMayBeSentAgain() {
        JsonNode upload = begin(IMAGE.length);
        byte[] broken = IMAGE.clone();
        broken[PART + 7] ^= 1;
        putAll(upload, broken);
        putAll(upload, IMAGE);
        assertAdded(IMAGE, "img", finish(upload));
    }

    @Test
    default void listOfPartsMustMatchTheUpload() {
        JsonNode upload = begin(IMAGE.length);
        List<Map<String, Object>> parts = putAll(upload, IMAGE);
        assertWrongList(upload, List.of());
        assertWrongList(upload, parts.subList(0, 2));
        assertWrongList(upload, with(parts, parts.get(0)));
        assertWrongList(upload, with(parts, Map.of("number", 4, "etag", "x")));
        assertWrongList(upload, with(parts.subList(0, 2), Map.of("number", 0, "etag", "x")));
        assertWrongList(upload, with(parts.subList(0, 2), Map.of("number", 10_001, "etag", "x")));
        assertWrongList(upload, with(parts.subList(0, 2), Map.of("etag", "x")));
        Object other = Map.of("number", 1, "etag", "\"" + "0".repeat(32) + "\"");
        finishWith(upload, with(parts.subList(0, 2), other)).problem(422, "content-mismatch");
        assertAdded(IMAGE, "img", finishWith(upload, parts));
    }

    private void assertWrongList(JsonNode upload, List<?> parts) {
        String sentence = finishWith(upload, parts).problem(400, "invalid-request");
        assertTrue(sentence.contains("upload.parts"), sentence);
    }

    private static List<Object> with(List<?> parts, Object more) {
        List<Object> all = new ArrayList<>(parts);
        all.add(more);
        return all;
    }

    @Test
    default void eTagsInTheListOfPartsAreOptional() {
        JsonNode upload = begin(IMAGE.length);
        List<Map<String, Object>> parts = putAll(upload, IMAGE);
        parts.get(0).remove("etag");
        parts.get(1).put("etag", parts.get(1).get("etag").toString().replace("\"", ""));
        assertAdded(IMAGE, "img", finishWith(upload, parts));
    }

    @Test
    default void incompleteUploadMayBeContinued() {
        JsonNode upload = begin(IMAGE.length);
        PartsBackend.put(upload.path("parts").get(0), PART, IMAGE);
        PartsBackend.put(upload.path("parts").get(2), PART, IMAGE);
        String sentence = finish(upload).problem(422, "content-mismatch");
        assertTrue(sentence.contains("part 2 of 3"), sentence);
        JsonNode renewed = renew(id(upload), 2).ok().json();
        assertEquals(2, renewed.path("parts").size());
        assertEquals(id(upload), id(renewed));
        assertEquals(2, renewed.path("parts").get(0).path("number").asInt());
        PartsBackend.put(renewed.path("parts").get(0), PART, IMAGE);
        assertAdded(IMAGE, "img", finish(upload));
    }

    @Test
    default void uploadMayBeGivenUp() {
        JsonNode upload = begin(IMAGE.length);
        PartsBackend.put(upload.path("parts").get(0), PART, IMAGE);
        Answer answer = giveUp(upload).ok();
        assertEquals(Functions.tree("imageId", "img", "location", location("img"), "deleted", true), answer.json());
        assertEquals(List.of(), s3().unfinishedUploads());
        giveUp(upload).problem(404, "not-found");
        finish(upload).problem(404, "not-found");
    }

    @Test
    default void partOfAnUploadThatWasGivenUpIsRefused() {
        JsonNode upload = begin(IMAGE.length);
        giveUp(upload).ok();
        JsonNode part = upload.path("parts").get(2);
        assertEquals(404, PartsBackend.put(part, PART, IMAGE).statusCode());
    }

    @Test
    default void anUploadThatIsFinishedCannotBeGivenUp() {
        JsonNode upload = begin(IMAGE.length);
        putAll(upload, IMAGE);
        finish(upload).ok();
        giveUp(upload).problem(404, "not-found");
        assertArrayEquals(IMAGE, s3().take("img"));
    }

    /** S3 does not vouch for the hash of an image in parts, so the image is read back, for this hash. */
    @Test
    default void hashThatWasDeclaredAtTheStartIsCompared() {
        JsonNode upload = begin(IMAGE.length, "hashAlgorithm", "sha256", "hash", Digests.sha256(IMAGE));
        putAll(upload, IMAGE);
        assertAdded(IMAGE, "img", finish(upload), "sha256", Digests.sha256(IMAGE));
        JsonNode wrong = begin(IMAGE.length, "hashAlgorithm", "sha256", "hash", "0".repeat(64));
        putAll(wrong, IMAGE);
        String sentence = finish(wrong, "hashAlgorithm", "sha512").problem(422, "content-mismatch");
        assertTrue(sentence.contains("removed"), sentence);
    }

    @ParameterizedTest
    @CsvSource({"rsa, sha512", "ec, sha256"})
    default void uploadInPartsThatIsNotTheSignedImageIsRemoved(String key, String name) {
        HashAlgorithm algorithm = HashAlgorithm.parse(name).orElseThrow();
        Object[] fields = {"hashAlgorithm", name, "signatureKey", key, "signature", sign(key, algorithm, IMAGE)};
        JsonNode upload = begin(IMAGE.length);
        putAll(upload, IMAGE);
        finish(upload, fields).ok();
        assertArrayEquals(IMAGE, s3().take("img"));
        JsonNode wrong = begin(IMAGE.length);
        putAll(wrong, new byte[IMAGE.length]);
        String sentence = finish(wrong, fields).problem(422, "content-mismatch");
        assertTrue(sentence.contains("It was removed again."), sentence);
    }

    @Test
    default void uploadInPartsMayBeFinishedWithoutReading() {
        JsonNode upload = begin(IMAGE.length);
        putAll(upload, IMAGE);
        finish(upload, "verify", false, "checksum", "0".repeat(32)).problem(400, "invalid-request");
        Answer answer = finish(upload, "verify", false, "size", IMAGE.length).ok();
        assertEquals(
                Set.of("imageId", "location", "size", "hashAlgorithm", "format", "virtualSize", "metadata"),
                PartUrlsContract.names(answer.json()));
        assertFalse(answer.json().has("checksum"), "S3 knows none");
        assertArrayEquals(IMAGE, s3().take("img"));
    }
}
