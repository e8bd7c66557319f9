package dev.glint.checker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.image.RequestId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call of a function.
 *
 * @param key identifies the request; a call with the same key is the same request
 */
record Request(String function, ObjectNode fields, Form form, String key) {

    private static final String EVENT_SOURCE = "/checker";
    private static final int LONGEST_TEXT = 300;

    enum Form {
        PLAIN,
        BINARY_EVENT,
        STRUCTURED_EVENT
    }

    /** The request id in the log of the application. */
    static String id(Form form, String key) {
        return form == Form.PLAIN ? key : RequestId.ofEvent(EVENT_SOURCE, key).value();
    }

    String id() {
        return id(form, key);
    }

    String path() {
        return form == Form.PLAIN ? "/" + function : "/";
    }

    Map<String, String> headers() {
        return switch (form) {
            case PLAIN -> Map.of("Content-Type", "application/json", "Idempotency-Key", key);
            case STRUCTURED_EVENT -> Map.of("Content-Type", "application/cloudevents+json");
            case BINARY_EVENT -> {
                Map<String, String> headers = new LinkedHashMap<>();
                attributes().forEach((name, value) -> headers.put("ce-" + name, value));
                headers.put("Content-Type", "application/json");
                yield headers;
            }
        };
    }

    String body() {
        if (form != Form.STRUCTURED_EVENT) {
            return fields.toString();
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        attributes().forEach(event::put);
        event.set("data", fields);
        return event.toString();
    }

    private Map<String, String> attributes() {
        return Map.of("specversion", "1.0", "id", key, "source", EVENT_SOURCE, "type", "dev.glint.image." + function);
    }

    @Override
    public String toString() {
        String text = fields.toString();
        return function + " (" + form + ", " + id() + ") "
                + (text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text);
    }
}
