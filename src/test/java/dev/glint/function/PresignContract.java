package dev.glint.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs with which any HTTP client can read an image. */
interface PresignContract extends Backend {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART_SIZE + 1})
    default void aPresignedUrlGivesTheBytes(int count) {
        byte[] bytes = SourceServer.bytes(count);
        s3().write("img", bytes);
        Answer answer = functions().call("get-presigned", "imageId", "img").ok();
        HttpResponse<byte[]> response = Functions.fetch(answer.text("url"));
        assertEquals(200, response.statusCode());
        assertEquals(Digests.sha512(bytes), Digests.sha512(response.body()));
        ObjectNode rest = ((ObjectNode) answer.json()).without(Set.of("url", "expiresAt"));
        assertEquals(Functions.tree("method", "GET", "headers", Map.of(), "size", count), rest);
        s3().take("img");
    }

    @Test
    default void urlOfALocationIsSignedWithItsKeys() {
        s3().write("img", SourceServer.bytes(10));
        for (String location : new String[] {location("img"), locationWithKeys(keys(), "img")}) {
            String url =
                    functions().call("get-presigned", "location", location).ok().text("url");
            assertEquals(200, Functions.fetch(url).statusCode());
        }
        s3().take("img");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image.qcow2",
                "my image (1).img",
                "na\u00efve \"quoted\" \u56fe \ud83d\udcbf.img",
                "a;b='c'*%41+.img"
            })
    default void presignedUrlSetsFilenameAndContentType(String filename) {
        s3().write("img", SourceServer.bytes(10));
        String type = "application/x-qcow2; level=\"1\"";
        String url = functions()
                .call("get-presigned", "imageId", "img", "filename", filename, "contentType", type)
                .ok()
                .text("url");
        HttpResponse<byte[]> response = Functions.fetch(url);
        assertEquals(200, response.statusCode());
        assertEquals(type, response.headers().firstValue("Content-Type").orElse(null));
        String disposition =
                response.headers().firstValue("Content-Disposition").orElse("");
        assertTrue(
                disposition.matches("attachment; filename=\"[A-Za-z0-9 ._-]+\"; filename\\*=UTF-8''[A-Za-z0-9%._~-]+"),
                disposition);
        String exact = disposition.substring(disposition.indexOf("''") + 2);
        assertEquals(filename, URLDecoder.decode(exact, UTF_8));
        s3().take("img");
    }

    @Test
    default void missingImageIsNotFound() {
        functions().call("get-presigned", "imageId", "img").problem(404, "not-found");
        functions().call("get-presigned", "imageId", "img", "verify", true).problem(404, "not-found");
    }

    @Test
    default void imageIsNotLookedUpIfVerifyIsFalse() {
        Answer answer = functions()
                .call("get-presigned", "imageId", "img", "verify", false)
                .ok();
        assertFalse(answer.json().has("size"));
        assertEquals(404, Functions.fetch(answer.text("url")).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT15M", "PT12H"})
    default void urlExpiresAsRequested(String expiresIn) {
        Instant before = Instant.now();
        Answer answer = functions()
                .call("get-presigned", "imageId", "img", "verify", false, "expiresIn", expiresIn)
                .ok();
        Duration expiry = Duration.parse(expiresIn);
        assertExpiresBetween(before.plus(expiry), Instant.now().plus(expiry), answer);
        assertTrue(answer.text("url").contains("X-Amz-Expires=" + expiry.toSeconds()));
    }

    @Test
    default void urlExpiresInAQuarterOfAnHourByDefault() {
        Duration expiry = Duration.ofMinutes(15);
        Instant before = Instant.now();
        Answer answer = functions()
                .call("get-presigned", "imageId", "img", "verify", false)
                .ok();
        assertExpiresBetween(before.plus(expiry), Instant.now().plus(expiry), answer);
    }

    private static void assertExpiresBetween(Instant earliest, Instant latest, Answer answer) {
        Instant expiresAt = Instant.parse(answer.text("expiresAt"));
        assertFalse(expiresAt.isBefore(earliest.minusSeconds(1)), answer.text("expiresAt"));
        assertFalse(expiresAt.isAfter(latest), answer.text("expiresAt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.9S", "-PT1M", "PT12H0.001S", "P7D", "P365000000D", "15m", "900", "P1M", ""})
    default void otherExpiriesAreRefusedBeforeTheImageIsLookedUp(String expiresIn) {
        String sentence = functions()
                .call("get-presigned", "imageId", "img", "expiresIn", expiresIn)
                .problem(400, "invalid-request");
        assertTrue(sentence.contains("expiresIn"), sentence);
    }

    @Test
    default void anExpiredUrlIsRefused() throws InterruptedException {
        s3().write("img", SourceServer.bytes(10));
        assertEquals(403, Functions.fetch(expiredUrl()).statusCode());
        s3().take("img");
    }

    default String expiredUrl() throws InterruptedException {
        Answer answer = functions()
                .call("get-presigned", "imageId", "img", "expiresIn", "PT1S")
                .ok();
        Backend.awaitEnd(answer.text("expiresAt"));
        return answer.text("url");
    }

    @Test
    default void tamperedUrlIsRefused() {
        s3().write("img", SourceServer.bytes(10));
        s3().write("secret", SourceServer.bytes(20));
        String url = functions().call("get-presigned", "imageId", "img").ok().text("url");
        assertEquals(403, Functions.fetch(url.replace("/img?", "/secret?")).statusCode());
        assertEquals(
                403,
                Functions.fetch(url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000"))
                        .statusCode());
        assertEquals(
                403,
                Functions.fetch(url.replaceFirst("X-Amz-Signature=...", "X-Amz-Signature=fee"))
                        .statusCode());
        s3().take("img");
        s3().take("secret");
    }
}
