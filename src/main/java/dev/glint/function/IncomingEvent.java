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
 * @param form how its data asks for it
 * @param attributes those of its attributes that mean something here, by name
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 */
record IncomingEvent(FunctionName function, Form form, RequestId requestId, Map<String, String> attributes) {

    /** What the data of an event is. */
    enum Form {
        /** A request to the function. */
        REQUEST,
        /** A notification of S3. */
        NOTIFICATION,
        /** A notification of S3 that is no CloudEvent. */
        PUSHED
    }

    private static final String PREFIX = "ce-";
    /** The last two are of the extension for distributed tracing. */
    private static final List<String> ATTRIBUTES =
            List.of("specversion", "id", "source", "type", "traceparent", "tracestate");

    /** How types begin: those of the CloudEvents adapter for S3, of earlier releases of Ceph, and of Ceph today. */
    private static final List<String> NOTIFICATIONS =
            List.of("com.amazonaws.s3.", "com.amazonaws.s3:", "com.amazonaws.Object");

    /** A notification of S3 that is no CloudEvent. It has no id, but each of its objects has one. */
    static IncomingEvent pushed() {
        return new IncomingEvent(FunctionName.ADD, Form.PUSHED, RequestId.fresh(), Map.of());
    }

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
     * @throws StoreFailure {@code INVALID_REQUEST} if it is none, {@code UNKNOWN_FUNCTION} if it asks for none, {@code TOO_LARGE} if
     *     it is larger than it can need to be
     */
    static IncomingEvent ofBody(RequestBody body) {
        boolean isSmall = body.length() <= BodyMemory.SMALL;
        try {
            StructuredEvent event = StructuredEvent.read(body, ATTRIBUTES);
            IncomingEvent incoming = of(event.attributes());
            event.keepData();
            if (!isSmall && !incoming.mayCarryImage()) {
                throw BodyIntake.needless();
            }
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
        String type = attributes.get("type");
        RequestId id = RequestId.ofEvent(attributes.get("source"), attributes.get("id"));
        if (NOTIFICATIONS.stream().anyMatch(type::startsWith)) {
            return new IncomingEvent(FunctionName.ADD, Form.NOTIFICATION, id, attributes);
        }
        FunctionName function = FunctionName.ofEventType(type)
                .orElseThrow(() -> UNKNOWN_FUNCTION.because("There is no such type of event."));
        return new IncomingEvent(function, Form.REQUEST, id, attributes);
    }

    private boolean mayCarryImage() {
        return function == FunctionName.ADD && form == Form.REQUEST;
    }
}
