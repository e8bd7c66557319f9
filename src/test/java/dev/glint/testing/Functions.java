package dev.glint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** A client of the functions that knows plain HTTP and JSON. */
public final class Functions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI base;

    public Functions(URI base) {
        this.base = base;
    }

    /** The application under test of a {@code @QuarkusTest}. */
    public static Functions ofTest() {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return new Functions(URI.create("http://localhost:" + port));
    }

    /** Calls a function with fields, given as names and values in turn. */
    public Answer call(String function, Object... fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        try {
            return post(function, JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function with a body as it stands, and headers, given as names and values in turn. */
    public Answer post(String function, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/" + function))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public Answer send(HttpRequest request) {
        try {
            return new Answer(HTTP.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI base() {
        return base;
    }

    /** What a function answered. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError("No JSON: " + response.body(), e);
            }
        }

        public String text(String field) {
            return json().path(field).asText(null);
        }

        /** Fails unless this is a success. */
        public Answer ok() {
            assertEquals(200, status(), response.body());
            return this;
        }

        /** Fails unless this is a problem of a type and a status, and answers its sentence. */
        public String problem(int status, String type) {
            assertEquals("urn:glint:" + type, text("type"), response.body());
            assertEquals(status, status(), response.body());
            assertEquals(status, json().path("status").asInt(), response.body());
            assertEquals(
                    "application/problem+json",
                    response.headers().firstValue("Content-Type").orElse(null));
            return text("detail");
        }
    }
}
