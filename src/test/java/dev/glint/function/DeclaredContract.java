package dev.glint.function;

import static dev.glint.function.Backend.base64;
import static dev.glint.function.Backend.bytesOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declared size, checksum and hash: if the content does not match them, nothing is stored, not even an unfinished upload. */
interface DeclaredContract extends Backend {

    @ParameterizedTest
    @ValueSource(strings = {"bytes/0", "bytes/1000", "chunked/" + (PART_SIZE + 1)})
    default void contentThatMatchesTheDeclarationIsStored(String path) {
        byte[] bytes = bytesOf(path);
        assertAdded(
                bytes,
                "img",
                functions()
                        .call(
                                "add",
                                "imageId",
                                "img",
                                "source",
                                source(path),
                                "size",
                                bytes.length,
                                "checksum",
                                Digests.md5(bytes),
                                "hashAlgorithm",
                                "sha256",
                                "hash",
                                Digests.sha256(bytes).toUpperCase(Locale.ROOT)),
                "sha256",
                Digests.sha256(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checksum", "hash"})
    default void upperCaseDigestsAreAccepted(String field) {
        byte[] bytes = SourceServer.bytes(1000);
        String digits = rightDigest(field, bytes).toUpperCase(Locale.ROOT);
        assertAdded(bytes, "img", functions().call("add", "imageId", "img", "data", base64(bytes), field, digits));
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "0, 1", "1000, -1", "1000, 1", "1000, 1000000"})
    default void inlineDataOfAnotherSizeIsNotStored(int count, int difference) {
        String data = base64(SourceServer.bytes(count));
        if (count + difference < 0) {
            functions().call("add", "imageId", "img", "data", data, "size", -1).problem(400, "invalid-request");
        } else {
            assertMismatch("size", functions().call("add", "imageId", "img", "data", data, "size", count + difference));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes/1000, 999",
        "chunked/1000, 999",
        "chunked/1000, 1001",
        "chunked/1000, 0",
        "bytes/16777217, 16777216",
        "chunked/16777217, 16777216",
        "chunked/16777217, 16777218",
        "chunked/16777217, 8388608"
    })
    default void contentOfAnotherSizeIsNotStored(String path, long size) {
        assertMismatch("size", functions().call("add", "imageId", "img", "source", source(path), "size", size));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes/0, checksum",
        "bytes/0, hash",
        "bytes/1000, checksum",
        "bytes/1000, hash",
        "chunked/8388609, checksum",
        "chunked/8388609, hash"
    })
    default void contentWithAnotherDigestIsNotStored(String path, String field) {
        String digest = rightDigest(field, "something else".getBytes(UTF_8));
        assertMismatch(field, functions().call("add", "imageId", "img", "source", source(path), field, digest));
    }

    private static String rightDigest(String field, byte[] bytes) {
        return field.equals("checksum") ? Digests.md5(bytes) : Digests.sha512(bytes);
    }

    private static void assertMismatch(String field, Answer answer) {
        String sentence = answer.problem(422, "content-mismatch");
        assertTrue(sentence.contains(field), sentence);
    }
}
