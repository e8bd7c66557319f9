package dev.glint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** A client of the functions with plain HTTP and JSON. Each answer must be as the OpenAPI document says. */
public final class Functions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> DOCUMENTED = Set.of("add", "get-size", "get-presigned", "delete");

    /** Class names, and lines of a stack trace. */
    private static final Pattern INNARDS =
            Pattern.compile("Exception\\b|\\b(?:java|javax|software|com|io|org|dev)\\.\\w+\\.|\\bat \\w+\\.");

    private final URI base;

    public Functions(URI base) {
        this.base = base;
    }

    /** The application under test of a {@code @QuarkusTest}. */
    public static Functions ofTest() {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return new Functions(URI.create("http://localhost:" + port));
    }

    /** Calls a function; {@code fields} are alternating names and values. */
    public Answer call(String function, Object... fields) {
        return post(function, json(fields));
    }

    /** Calls a function like {@link #call}, with a request id. */
    public Answer callAs(String requestId, String function, Object... fields) {
        return post(function, json(fields), "Idempotency-Key", requestId);
    }

    /** Calls a function with a given body; {@code headers} are alternating names and values. */
    public Answer post(String function, String body, String... headers) {
        return request("POST", function, BodyPublishers.ofString(body), headers);
    }

    /** Makes a GET request, such as a probe. */
    public Answer get(String path) {
        return request("GET", path, BodyPublishers.noBody());
    }

    /** Makes any request. */
    public Answer request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/" + path))
                .header("Content-Type", "application/json")
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        Answer answer = new Answer(EarlyResponseClient.sendForText(request.build()));
        if (DOCUMENTED.contains(path) && method.equals("POST")) {
            OpenApi.assertAnswer(path, answer.status(), answer::header, answer.json());
        }
        return answer;
    }

    /** The answer to a GET of any URL. */
    public static HttpResponse<byte[]> fetch(String url) {
        return EarlyResponseClient.send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    public URI base() {
        return base;
    }

    /** A JSON object as in an answer; {@code fields} are alternating names and values. */
    public static JsonNode tree(Object... fields) {
        return parse(json(fields));
    }

    private static String json(Object... fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses JSON; fails the test if it is malformed. */
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    /** The answer of a function. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public JsonNode json() {
            return parse(response.body());
        }

        public String text(String field) {
            return json().path(field).asText(null);
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** The result of the bucket check in the answer to a probe. */
        public String bucket() {
            for (JsonNode check : json().path("checks")) {
                if (check.path("name").asText().equals("bucket")) {
                    return check.path("data").path("answer").asText();
                }
            }
            throw new AssertionError("Nothing of a bucket: " + response.body());
        }

        /** Asserts that this is a success. */
        public Answer ok() {
            assertEquals(200, status(), response.body());
            return this;
        }

        /** Asserts that this is a problem with a status and a type, and returns its sentence. */
        public String problem(int status, String type) {
            assertEquals("urn:glint:" + type, text("type"), response.body());
            assertEquals(status, status(), response.body());
            assertEquals(status, json().path("status").asInt(), response.body());
            assertEquals("application/problem+json", header("Content-Type"));
            assertTrue(json().path("title").asText().matches("\\p{Lu}.*[^.]"), response.body());
            String sentence = text("detail");
            assertTrue(sentence.matches("\\p{Lu}.*\\."), "a sentence: " + sentence);
            assertFalse(INNARDS.matcher(response.body()).find(), "innards of the program: " + response.body());
            return sentence;
        }
    }
}
