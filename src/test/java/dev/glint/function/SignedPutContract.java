package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A presigned URL of a PUT allows exactly this PUT. */
interface SignedPutContract extends SinglePutContract {

    @Test
    default void presignedPutHasItsHeaders() {
        JsonNode presigned = presigned(BYTES);
        assertEquals("PUT", presigned.path("method").asText());
        Map<String, String> headers = PlainHttp.headers(presigned);
        String mark = headers.remove("x-amz-meta-glint-upload");
        assertTrue(mark.endsWith(".1000." + Digests.md5(BYTES)), mark);
        assertEquals(
                Map.of(
                        "Content-Length",
                        "1000",
                        "Content-Type",
                        "application/octet-stream",
                        "Content-MD5",
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Digests.md5(BYTES))),
                        "If-None-Match",
                        "*"),
                headers);
        Map<String, String> query = query(presigned.path("url").asText());
        assertEquals(
                Set.of(
                        "X-Amz-Algorithm",
                        "X-Amz-Credential",
                        "X-Amz-Date",
                        "X-Amz-Expires",
                        "X-Amz-SignedHeaders",
                        "X-Amz-Signature"),
                query.keySet(),
                "all else is in the headers");
        assertEquals(
                "content-length%3Bcontent-md5%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-meta-glint-upload",
                query.get("X-Amz-SignedHeaders"));
    }

    @Test
    default void presignedPutHasTheDeclaredHash() {
        JsonNode presigned = functions()
                .call(
                        "get-presigned",
                        "imageId",
                        "img",
                        "operation",
                        "upload",
                        "size",
                        BYTES.length,
                        "hashAlgorithm",
                        "sha256",
                        "hash",
                        Digests.sha256(BYTES))
                .ok()
                .json();
        Map<String, String> headers = PlainHttp.headers(presigned);
        assertEquals(
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Digests.sha256(BYTES))),
                headers.get("x-amz-checksum-sha256"));
        String url = presigned.path("url").asText();
        assertTrue(query(url).get("X-Amz-SignedHeaders").contains("%3Bx-amz-checksum-sha256%3B"), url);
        byte[] changed = BYTES.clone();
        changed[500] ^= 1;
        assertEquals(400, PlainHttp.put(presigned, changed).statusCode());
        assertEquals(200, PlainHttp.put(presigned, BYTES).statusCode());
        assertAdded(BYTES, "img", finish(), "sha256", Digests.sha256(BYTES));
    }

    static Map<String, String> query(String url) {
        return Arrays.stream(url.substring(url.indexOf('?') + 1).split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Test
    default void aSecondPutIsRefused() {
        JsonNode presigned = presigned(BYTES);
        assertEquals(200, PlainHttp.put(presigned, BYTES).statusCode());
        assertEquals(412, PlainHttp.put(presigned, BYTES).statusCode());
        assertAdded(BYTES, "img", finish());
    }

    @Test
    default void putOfAnotherLengthIsRefused() {
        JsonNode presigned = functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 1000)
                .ok()
                .json();
        for (int count : new int[] {0, 999, 1001, 2000}) {
            assertEquals(
                    403, PlainHttp.put(presigned, SourceServer.bytes(count)).statusCode(), "" + count);
        }
        String url = presigned.path("url").asText();
        assertTrue(
                PlainHttp.put(
                                        url,
                                        PlainHttp.headers(presigned),
                                        BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(BYTES)))
                                .statusCode()
                        >= 400,
                "no length at all");
    }

    @Test
    default void putOfOtherBytesIsRefused() {
        byte[] changed = BYTES.clone();
        changed[500] ^= 1;
        assertEquals(400, PlainHttp.put(presigned(BYTES), changed).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "Content-MD5", "If-None-Match", "x-amz-meta-glint-upload"})
    default void aSignedHeaderThatIsChangedOrMissingIsRefused(String name) {
        JsonNode presigned = presigned(BYTES);
        String url = presigned.path("url").asText();
        Map<String, String> headers = PlainHttp.headers(presigned);
        headers.put(name, name.equals("Content-MD5") ? "1B2M2Y8AsgTpgAmY7PhCfg==" : headers.get(name) + "x");
        assertEquals(403, PlainHttp.put(url, headers, BYTES).statusCode());
        headers.remove(name);
        assertEquals(403, PlainHttp.put(url, headers, BYTES).statusCode());
    }

    @Test
    default void aHeaderThatIsNotSignedIsRefused() {
        JsonNode presigned = presigned(BYTES);
        Map<String, String> headers = PlainHttp.headers(presigned);
        headers.put("x-amz-meta-glint-request-id", "mine");
        assertEquals(
                403,
                PlainHttp.put(presigned.path("url").asText(), headers, BYTES).statusCode());
    }

    @Test
    default void tamperedPutUrlIsRefused() {
        JsonNode presigned = presigned(BYTES);
        String url = presigned.path("url").asText();
        Map<String, String> headers = PlainHttp.headers(presigned);
        for (String tampered : List.of(
                url.replace("/img?", "/other?"),
                url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000"),
                url.replace("%3Bif-none-match", ""),
                url.replaceFirst("X-Amz-Signature=...", "X-Amz-Signature=fee"),
                url + "&partNumber=1&uploadId=x")) {
            assertEquals(403, PlainHttp.put(tampered, headers, BYTES).statusCode(), tampered);
        }
    }

    @Test
    default void anExpiredPutIsRefused() throws InterruptedException {
        assertEquals(403, expiredPut());
    }

    /** The answer of S3 to a PUT with an expired URL. */
    default int expiredPut() throws InterruptedException {
        JsonNode presigned = functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 1000, "expiresIn", "PT1S")
                .ok()
                .json();
        Backend.awaitEnd(presigned.path("expiresAt").asText());
        return PlainHttp.put(presigned, BYTES).statusCode();
    }
}
