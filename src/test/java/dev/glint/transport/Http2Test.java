package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions over HTTP/2. The client upgrades a plain connection. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class Http2Test {

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_2).build();

    /** The response to the first request confirms the upgrade. */
    @BeforeEach
    void upgrade() throws Exception {
        HttpRequest live = request("q/health/live").GET().build();
        assertEquals(200, send(live).statusCode());
    }

    @Test
    void functionsSucceedOverHttp2() throws Exception {
        // Larger than the flow-control window of a stream.
        byte[] image = SourceServer.bytes(1_000_000);
        call("add", "imageId", "img", "data", Base64.getEncoder().encodeToString(image))
                .ok();
        assertEquals(
                1_000_000,
                call("get-size", "imageId", "img").ok().json().path("size").asInt());
        String url = call("get-presigned", "imageId", "img").ok().text("url");
        assertArrayEquals(image, Functions.fetch(url).body());
        assertTrue(call("delete", "imageId", "img").ok().json().path("deleted").asBoolean());
    }

    @Test
    void functionsReportFailuresOverHttp2() throws Exception {
        call("delete", "imageId", "img").problem(404, "not-found");
        call("get-size", "imageId", "no id").problem(400, "invalid-request");
        call("delete", "imageId", "x".repeat(1_000_000)).problem(413, "too-large");
        call("shred", "imageId", "img").problem(404, "unknown-function");
    }

    private Answer call(String function, Object... fields) throws Exception {
        HttpRequest request = request(function)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Functions.tree(fields).toString()))
                .build();
        return new Answer(send(request));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(Functions.ofTest().base().resolve("/" + path));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertEquals(Version.HTTP_2, response.version());
        return response;
    }
}
