package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.UNKNOWN_FUNCTION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.image.RequestId;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The four functions as events call them: the type of the event names the function, its data is the body.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 */
@Singleton
public class ImageEvents {

    static final String NAME = "image-events";

    @Inject
    Calls calls;

    @Inject
    CurrentRequest request;

    @Inject
    ObjectMapper json;

    @ConfigProperty(name = "glint.events.source", defaultValue = "/glint")
    String replySource;

    /** Runs the function that an event asks for, and replies with an event, in the mode in which the first one came. */
    @EventDelivery
    @Funq(NAME)
    @CloudEventMapping(trigger = "*")
    public CloudEvent<JsonNode> handle(CloudEvent<byte[]> event) {
        request.reached();
        checkPresent("id", event.id());
        checkPresent("source", event.source());
        checkPresent("type", event.type());
        if (!"1.0".equals(event.specVersion())) {
            throw INVALID_REQUEST.because("The attribute specversion of the event must be 1.0.");
        }
        ImageFunction function = ImageFunction.ofEventType(event.type())
                .orElseThrow(() -> UNKNOWN_FUNCTION.because("There is no such type of event."));
        RequestId id = RequestId.ofEvent(event.source(), event.id());
        ImageResponse response = calls.answer(request.delivery(function, id), () -> data(event));
        return CloudEventBuilder.create()
                // The same event again has the same reply.
                .id(id.value())
                .type(function.replyType())
                .source(replySource)
                .subject(response.imageId())
                .time(OffsetDateTime.now(ZoneOffset.UTC))
                .build(json.valueToTree(response));
    }

    private JsonNode data(CloudEvent<byte[]> event) {
        try {
            byte[] data = event.data();
            return data == null ? null : json.readTree(data);
        } catch (IOException | NullPointerException | IllegalArgumentException e) {
            // Funqy trips over a body that is not there, and over what should be base64.
            throw INVALID_REQUEST.because("The data of the event must be one JSON object with no field given twice.");
        }
    }

    private static void checkPresent(String attribute, String value) {
        if (value == null || value.isBlank()) {
            throw INVALID_REQUEST.because("The attribute %s of the event is missing.", attribute);
        }
    }
}
