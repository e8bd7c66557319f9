package dev.glint.function;

import static dev.glint.function.Backend.base64;
import static dev.glint.function.Backend.bytesOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.SourceServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sources of images, and the answer once they are stored. */
interface AddContract extends Backend {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12345, INLINE_LIMIT})
    default void addStoresInlineBytes(int count) {
        byte[] bytes = SourceServer.bytes(count);
        assertAdded(bytes, "img", functions().call("add", "imageId", "img", "data", base64(bytes)));
    }

    @Test
    default void addRefusesMoreInlineBytesThanTheLimit() {
        String data = base64(SourceServer.bytes(INLINE_LIMIT + 1));
        String sentence =
                functions().call("add", "imageId", "img", "data", data).problem(413, "too-large");
        assertTrue(sentence.contains("s3.store.inline-limit"), sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes/0",
                "bytes/1",
                "bytes/" + PART_SIZE,
                "bytes/" + (PART_SIZE + 1),
                "bytes/" + 3 * PART_SIZE,
                "chunked/0",
                "chunked/5",
                "chunked/" + PART_SIZE,
                "chunked/" + (3 * PART_SIZE + 12345)
            })
    default void addStoresContentOfAUrl(String path) {
        assertAdded(bytesOf(path), "img", functions().call("add", "imageId", "img", "source", source(path)));
    }

    @Test
    default void addFollowsRedirectsOfAUrl() {
        String target = "redirect/302/" + source("bytes/1000");
        assertAdded(
                SourceServer.bytes(1000), "img", functions().call("add", "imageId", "img", "source", source(target)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes/0", "bytes/1000", "bytes/" + (PART_SIZE + 1)})
    default void addStoresContentOfALocation(String path) {
        byte[] bytes = bytesOf(path);
        s3().write("origin", bytes);
        assertAdded(bytes, "img", functions().call("add", "imageId", "img", "source", location("origin")));
        s3().take("origin");
    }

    @Test
    default void addStoresContentOfAMultipartImage() {
        byte[] bytes = SourceServer.bytes(PART_SIZE + 1);
        functions()
                .call("add", "imageId", "origin", "source", source("chunked/" + bytes.length))
                .ok();
        assertAdded(bytes, "img", functions().call("add", "imageId", "img", "source", location("origin")));
        s3().take("origin");
    }

    @Test
    default void addUsesTheKeysOfALocation() {
        byte[] bytes = SourceServer.bytes(1000);
        s3().write("origin", bytes);
        String location = locationWithKeys(keys(), "origin");
        assertAdded(bytes, "img", functions().call("add", "imageId", "img", "source", location));
        s3().take("origin");
    }

    @Test
    default void addFailsIfTheLocationHasNoImage() {
        functions().call("add", "imageId", "img", "source", location("nothing")).problem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, PART_SIZE + 1})
    default void addRefusesAnImageAsItsOwnSource(int count) {
        byte[] bytes = SourceServer.bytes(count);
        s3().write("img", bytes);
        functions().call("add", "imageId", "img", "source", location("img")).problem(409, "duplicate");
        assertEquals(Digests.md5(bytes), Digests.md5(s3().take("img")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short/1000", "short/" + 2 * PART_SIZE, "status/500", "status/404"})
    default void addStoresNothingIfTheSourceFails(String path) {
        functions().call("add", "imageId", "img", "source", source(path)).problem(502, "source-failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes/1000", "bytes/" + (PART_SIZE + 1)})
    default void addHashesWithTheRequestedAlgorithm(String path) {
        byte[] bytes = bytesOf(path);
        Map<String, String> hashes = Map.of("sha256", Digests.sha256(bytes), "sha512", Digests.sha512(bytes));
        hashes.forEach((algorithm, hash) -> assertAdded(
                bytes,
                "img",
                functions().call("add", "imageId", "img", "source", source(path), "hashAlgorithm", algorithm),
                algorithm,
                hash));
    }

    @Test
    default void addComputesNoHashIfTheAlgorithmIsNone() {
        byte[] bytes = SourceServer.bytes(1000);
        assertAdded(
                bytes,
                "img",
                functions().call("add", "imageId", "img", "data", base64(bytes), "hashAlgorithm", "none"),
                "none",
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes/1000", "bytes/" + (PART_SIZE + 1)})
    default void addStoresTheRequestIdWithTheImage(String path) {
        functions()
                .callAs("request-1", "add", "imageId", "img", "source", source(path))
                .ok();
        assertEquals("request-1", s3().head("img").metadata().get("glint-request-id"));
        s3().take("img");
        functions().call("add", "imageId", "img", "source", source(path)).ok();
        assertFalse(s3().head("img").metadata().get("glint-request-id").isEmpty());
        s3().take("img");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "a.b_c~d-e", "...", "71c675ab-d94f-49cd-a114-e12490b328d9"})
    default void everyLegalIdCanBeReadBackByItsLocation(String id) {
        String location =
                functions().call("add", "imageId", id, "data", "AAEC").ok().text("location");
        assertEquals(location(id), location);
        assertEquals(
                3,
                functions()
                        .call("get-size", "location", location)
                        .ok()
                        .json()
                        .path("size")
                        .asInt());
        functions().call("delete", "location", location).ok();
    }
}
