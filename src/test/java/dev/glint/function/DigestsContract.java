package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.format.EditedImage;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The digests and the format that are stored with an image: those of the answer to {@code add}, told again by other functions if
 * asked.
 */
interface DigestsContract extends Backend {

    Set<String> DIGESTS = Set.of("checksum", "hashAlgorithm", "hash", "format", "virtualSize");

    @ParameterizedTest
    @CsvSource({"bytes/0, sha512", "bytes/1000, sha512", "bytes/1000, sha256", "chunked/1000, none"})
    default void digestsOfAnImageInOnePieceAreTold(String path, String algorithm) {
        JsonNode added = add(path, algorithm);
        assertEquals(digestsIn(added), digests());
        s3().take("img");
    }

    @Test
    default void formatOfAnImageIsTold() {
        functions()
                .call("add", "imageId", "img", "data", Backend.base64(EditedImage.of("qcow2", "-")))
                .ok();
        assertEquals("qcow2", digests().path("format").asText());
        assertEquals(1 << 20, digests().path("virtualSize").asLong());
        s3().take("img");
    }

    @Test
    default void digestsAreToldOnlyIfAsked() {
        functions().call("add", "imageId", "img", "data", "AAEC").ok();
        assertFalse(functions().call("get-size", "imageId", "img").ok().json().has("checksum"));
        assertFalse(functions()
                .call("get-size", "imageId", "img", "digests", false)
                .ok()
                .json()
                .has("checksum"));
        assertFalse(
                functions().call("get-presigned", "imageId", "img").ok().json().has("checksum"));
        s3().take("img");
        JsonNode missing = functions()
                .call("get-size", "imageId", "img", "digests", true)
                .ok()
                .json();
        assertEquals(Functions.tree(), digestsIn(missing));
        functions().call("get-presigned", "imageId", "img", "digests", true).problem(404, "not-found");
    }

    @Test
    default void anObjectOfSomebodyElseHasNoDigests() {
        s3().write("img", SourceServer.bytes(1000));
        assertEquals(Functions.tree(), digests());
        s3().take("img");
    }

    /** In its metadata are the digests of the bytes that were there before. */
    @Test
    default void anObjectThatWasChangedDoesNotInheritDigests() {
        functions().call("add", "imageId", "img", "data", "AAEC").ok();
        Map<String, String> metadata = s3().head("img").metadata();
        write(metadata, new byte[] {7});
        assertEquals(Functions.tree(), digests());
        s3().writeInParts("img", SourceServer.bytes(6_000_000), 5 << 20, metadata);
        assertEquals(Functions.tree(), digests());
        s3().take("img");
    }

    /** A server that does not refuse headers that are not signed lets a client send them. */
    @Test
    default void metadataOfADirectUploadIsNotBelieved() {
        byte[] bytes = SourceServer.bytes(1000);
        Map<String, String> forged = Map.of(
                "glint-upload",
                "71c675ab-d94f-49cd-a114-e12490b328d9.1000",
                "glint-checksum",
                Digests.md5(bytes),
                "glint-hash-algorithm",
                "sha512",
                "glint-hash",
                "0".repeat(128),
                "glint-format",
                "qcow2:1");
        write(forged, bytes);
        assertEquals(Functions.tree(), digests());
        s3().take("img");
    }

    default JsonNode add(String path, String algorithm) {
        return functions()
                .call("add", "imageId", "img", "source", source(path), "hashAlgorithm", algorithm)
                .ok()
                .json();
    }

    /** Uploads an image directly, but does not finish it. */
    default void uploadOnly() {
        JsonNode presigned = functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 1000)
                .ok()
                .json();
        assertEquals(200, PlainHttp.put(presigned, SourceServer.bytes(1000)).statusCode());
    }

    private void write(Map<String, String> metadata, byte[] bytes) {
        s3().client()
                .putObject(
                        request -> request.bucket(s3().bucket()).key("img").metadata(metadata),
                        RequestBody.fromBytes(bytes));
    }

    static ObjectNode digestsIn(JsonNode answer) {
        return ((ObjectNode) answer.deepCopy()).retain(DIGESTS);
    }

    /** The digests that both functions tell. */
    default JsonNode digests() {
        JsonNode known = digestsIn(functions()
                .call("get-size", "imageId", "img", "digests", true)
                .ok()
                .json());
        assertEquals(
                known,
                digestsIn(functions()
                        .call("get-presigned", "imageId", "img", "digests", true)
                        .ok()
                        .json()));
        return known;
    }
}
