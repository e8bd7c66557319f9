package dev.glint.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.function.CreatedObject;
import dev.glint.function.RequestBody;
import dev.glint.function.S3Event;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notifications of S3: an event of EventBridge, or S3's own JSON, which comes by a queue or straight from S3.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">Amazon S3 events in EventBridge</a>
 */
final class ObjectEvents {

    private ObjectEvents() {}

    static boolean accepts(JsonNode event) {
        return isOfBus(event)
                || event.has("Records")
                || event.path("Event").asText().equals(S3Event.TEST);
    }

    /** Which objects are new. */
    static List<CreatedObject> read(JsonNode event) {
        if (!isOfBus(event)) {
            return S3Event.read(RequestBody.of(event));
        }
        return event.path("detail-type").asText().equals("Object Created")
                ? List.of(created(event.path("detail")))
                : List.of();
    }

    private static boolean isOfBus(JsonNode event) {
        return event.path("source").asText().equals("aws.s3");
    }

    /** EventBridge does not encode keys. */
    private static CreatedObject created(JsonNode detail) {
        JsonNode object = detail.path("object");
        JsonNode size = object.path("size");
        String version = Stream.of("sequencer", "version-id", "etag")
                .map(name -> object.path(name).asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return new CreatedObject(
                detail.at("/bucket/name").asText(null),
                object.path("key").asText(null),
                size.canConvertToLong() ? size.longValue() : null,
                version);
    }
}
