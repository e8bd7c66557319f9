package dev.glint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/** Delivers events over HTTP as a Knative trigger does. */
public record Events(URI sink, Mode mode) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The place of the attributes of an event: in headers, or with its data in the body. */
    public enum Mode {
        BINARY,
        STRUCTURED
    }

    /** Delivers an event with the given data, unchanged. */
    public Reply deliver(String id, String type, String data) {
        return deliver(Map.of("specversion", "1.0", "id", id, "source", "/tests", "type", type), data);
    }

    /** Delivers an event; {@code headers} are alternating names and values. */
    public Reply deliver(Map<String, String> attributes, String data, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(sink).header("Prefer", "reply");
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (mode == Mode.BINARY) {
            attributes.forEach((name, value) -> request.header("ce-" + name, value));
            request.header("Content-Type", "application/json");
            return send(request, data);
        }
        ObjectNode event = JSON.createObjectNode();
        attributes.forEach(event::put);
        event.put("datacontenttype", "application/json");
        event.set("data", parse(data));
        return send(request.header("Content-Type", "application/cloudevents+json; charset=UTF-8"), event.toString());
    }

    /** Delivers any body with a content type; {@code headers} are alternating names and values. */
    public static Reply deliverRaw(URI sink, String contentType, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(sink).header("Content-Type", contentType);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, body);
    }

    private static Reply send(HttpRequest.Builder request, String body) {
        return new Reply(EarlyResponseClient.sendForText(
                request.POST(BodyPublishers.ofString(body)).build()));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    /** The reply to an event. */
    public record Reply(HttpResponse<String> response) {

        /** An attribute of the event in the reply, from a header or the body. */
        public String attribute(String name) {
            return isStructured()
                    ? parse(response.body()).path(name).asText(null)
                    : header("ce-" + name).orElse(null);
        }

        public JsonNode data() {
            JsonNode body = parse(response.body());
            return isStructured() ? body.path("data") : body;
        }

        /** Asserts that the reply is a complete event of a type about an image, in the mode of the request, and is documented. */
        public Reply isEvent(Mode mode, String type, String subject) {
            assertEquals(200, response.statusCode(), response.body());
            assertEquals(mode == Mode.STRUCTURED, isStructured());
            assertEquals("1.0", attribute("specversion"));
            assertEquals(type, attribute("type"));
            assertEquals("/glint", attribute("source"));
            assertEquals(subject, attribute("subject"));
            assertTrue(attribute("id").matches("\\S+"), attribute("id"));
            OffsetDateTime.parse(attribute("time"));
            OpenApi.assertValid(OpenApi.SCHEMAS + "EventReply", whole(mode));
            if (mode == Mode.BINARY) {
                OpenApi.assertAnswer("", 200, name -> header(name).orElse(null), data());
            }
            return this;
        }

        /** The event with its attributes in one object. */
        private JsonNode whole(Mode mode) {
            if (mode == Mode.STRUCTURED) {
                return parse(response.body());
            }
            ObjectNode event = JSON.createObjectNode();
            for (String name : new String[] {"specversion", "type", "source", "subject", "id", "time"}) {
                event.put(name, attribute(name));
            }
            return event.set("data", data());
        }

        /** Asserts that the reply is only a status, with Retry-After if and only if a repetition helps. */
        public void isFailure(int status, boolean retryHelps) {
            assertEquals(status, response.statusCode(), response.body());
            assertEquals("", response.body());
            assertEquals(retryHelps, header("Retry-After").isPresent(), "Retry-After");
        }

        private boolean isStructured() {
            return header("Content-Type").orElse("").startsWith("application/cloudevents+json");
        }

        private Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }
}
