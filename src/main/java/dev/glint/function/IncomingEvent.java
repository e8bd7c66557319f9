package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.UNKNOWN_FUNCTION;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An event that asks for a function.
 *
 * @param attributes those of its attributes that mean something here, by name
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 */
record IncomingEvent(FunctionName function, RequestId requestId, Map<String, String> attributes) {

    private static final String PREFIX = "ce-";
    /** The last two are of the extension for distributed tracing. */
    private static final List<String> ATTRIBUTES =
            List.of("specversion", "id", "source", "type", "traceparent", "tracestate");

    /** Reads an event in binary mode: its attributes are headers, the body is its data. */
    static IncomingEvent ofHeaders(MultiMap headers) {
        Map<String, String> attributes = new HashMap<>();
        for (String name : ATTRIBUTES) {
            String value = headers.get(PREFIX + name);
            if (value != null) {
                attributes.put(name, value);
            }
        }
        return of(attributes);
    }

    /**
     * Reads an event in structured mode. What is left of the body is the data of the event.
     *
     * @throws StoreFailure {@code INVALID_REQUEST} if it is none, {@code UNKNOWN_FUNCTION} if it asks for none
     */
    static IncomingEvent ofBody(RequestBody body) {
        try {
            StructuredEvent event = StructuredEvent.read(body, ATTRIBUTES);
            IncomingEvent incoming = of(event.attributes());
            event.keepData();
            return incoming;
        } catch (IOException e) {
            throw INVALID_REQUEST.because("The event must be one JSON object with no field given twice.");
        }
    }

    private static IncomingEvent of(Map<String, String> attributes) {
        if (!attributes.values().stream().allMatch(UTF_8.newEncoder()::canEncode)) {
            throw INVALID_REQUEST.because("No attribute of the event must hold half of a surrogate pair.");
        }
        for (String required : List.of("id", "source", "type")) {
            if (attributes.getOrDefault(required, "").isBlank()) {
                throw INVALID_REQUEST.because("The attribute %s of the event is missing.", required);
            }
        }
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw INVALID_REQUEST.because("The attribute specversion of the event must be 1.0.");
        }
        FunctionName function = FunctionName.ofEventType(attributes.get("type"))
                .orElseThrow(() -> UNKNOWN_FUNCTION.because("There is no such type of event."));
        RequestId id = RequestId.ofEvent(attributes.get("source"), attributes.get("id"));
        return new IncomingEvent(function, id, attributes);
    }
}
