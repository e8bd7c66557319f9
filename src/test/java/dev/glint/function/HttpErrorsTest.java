package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.RawHttp;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that never reach a function. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class HttpErrorsTest {

    private static final int MORE_THAN_A_BODY = (10 << 20) + 1;

    private final Functions functions = Functions.ofTest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "add/",
                "add/img",
                "Add",
                "delete;x=1",
                "get_size",
                "q/nothing",
                "index.html",
                "%00"
            })
    void otherPathsHaveNoFunction(String path) {
        functions.post(path, "{}").problem(404, "unknown-function");
        functions.request("GET", path, BodyPublishers.noBody()).problem(404, "unknown-function");
    }

    /** Funqy would accept such a path, but a gateway that allows only some functions would not recognize it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "//get-size",
                "/%67et-size",
                "/./get-size",
                "/x/../get-size",
                "/get-size/",
                "/get-size;a=b",
                "/;a=b",
                "/.",
                "/%2e/",
                "//image-events",
                "/image-events",
                "/q/../get-size",
                "get-size",
                "*"
            })
    void pathsAreNotNormalized(String path) {
        String body = "{\"imageId\": \"img\"}";
        String[] event = {
            "Host: localhost",
            "ce-id: 1",
            "ce-source: /tests",
            "ce-specversion: 1.0",
            "ce-type: dev.glint.image.get-size",
            "Content-Type: application/json"
        };
        for (String[] headers : new String[][] {event, {"Host: localhost", "Content-Type: application/json"}}) {
            String answer = RawHttp.answer(functions.base(), RawHttp.post(path, body, headers));
            // The server itself answers requests for //.
            assertTrue(answer.startsWith(path.equals("//") ? "HTTP/1.1 400 " : "HTTP/1.1 404 "), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Host: a b", "Host: a/b"})
    void requestWithoutAValidHostIsRefused(String header) {
        for (String path : List.of("/get-size", "/", "/q/health/live")) {
            String answer = RawHttp.answer(functions.base(), RawHttp.post(path, "{}", header));
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("Host header"), answer);
        }
    }

    @Test
    void severalIdempotencyKeysAreRefused() {
        String body = "{\"imageId\": \"img\"}";
        functions
                .post("get-size", body, "Idempotency-Key", "a", "Idempotency-Key", "a")
                .problem(400, "invalid-request");
        String sentence =
                functions.post("get-size", body, "Idempotency-Key", "a, b").problem(400, "invalid-request");
        assertTrue(sentence.contains("Idempotency-Key"), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "MADEUP"})
    void functionsAcceptOnlyPost(String method) {
        for (String path : List.of("add", "get-size", "get-presigned", "delete", "get-size?imageId=img")) {
            Answer answer = functions.request(method, path, BodyPublishers.noBody());
            answer.problem(405, "method-not-allowed");
            assertEquals("POST", answer.header("Allow"));
        }
    }

    @Test
    void answerToHeadHasNoBody() {
        Answer answer = functions.request("HEAD", "add", BodyPublishers.noBody());
        assertEquals(405, answer.status());
        assertEquals("POST", answer.header("Allow"));
        assertEquals("", answer.response().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "nonsense"})
    void contentTypeOfTheBodyIsIgnored(String type) {
        functions
                .post("get-size", "{\"imageId\": \"img\"}", "Content-Type", type)
                .ok();
        functions.post("get-size", "imageId=img", "Content-Type", type).problem(400, "invalid-request");
    }

    @Test
    void largeBodyIsRefusedByItsContentLength() throws IOException {
        try (Socket socket =
                new Socket(functions.base().getHost(), functions.base().getPort())) {
            socket.setSoTimeout(10_000);
            String head = "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + MORE_THAN_A_BODY + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
            assertEquals("HTTP/1.1 413", new String(answer, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void largeBodyIsAnsweredAsTooLarge() {
        byte[] body = new byte[MORE_THAN_A_BODY];
        BodyPublisher withLength = BodyPublishers.ofByteArray(body);
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        for (BodyPublisher publisher : List.of(withLength, chunked)) {
            String sentence = functions.request("POST", "add", publisher).problem(413, "too-large");
            assertTrue(sentence.contains("quarkus.http.limits.max-body-size"), sentence);
        }
    }
}
