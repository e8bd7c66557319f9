package dev.glint.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.function.IncomingEvent.Form;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The four functions as events call them: the type of the event names the function, its data is the body. Notifications of S3 call
 * {@code add}.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 */
@Singleton
public class ImageEvents {

    static final String NAME = "image-events";

    @Inject
    CallRunner calls;

    @Inject
    Notifications notifications;

    @Inject
    CurrentRequest request;

    @Inject
    ObjectMapper json;

    @ConfigProperty(name = "glint.events.source", defaultValue = "/glint")
    String replySource;

    /** Runs the function that an event asks for, and replies with an event in the same mode. */
    @EventDelivery
    @Funq(NAME)
    @CloudEventMapping(trigger = "*")
    public CloudEvent<JsonNode> handle() {
        return request.admitted().run(this::reply);
    }

    private CloudEvent<JsonNode> reply() {
        AdmittedRequest admitted = request.admitted();
        Call call = admitted.call();
        if (admitted.event().form() == Form.REQUEST) {
            return reply(call, calls.answer(call, admitted::body));
        }
        NotificationOutcome outcome = notifications.take(call, () -> S3Event.read(admitted.body()));
        // Funqy answers null with 204.
        if (admitted.isPushed()) {
            outcome.checkForRepetition();
            return null;
        }
        outcome.check();
        return outcome.onlyOne().map(added -> reply(call, added)).orElse(null);
    }

    private CloudEvent<JsonNode> reply(Call call, ImageResponse response) {
        return CloudEventBuilder.create()
                // The same event again has the same reply.
                .id(call.requestId().value())
                .type(call.function().replyType())
                .source(replySource)
                .subject(response.imageId())
                .time(OffsetDateTime.now(ZoneOffset.UTC))
                .build(json.valueToTree(response));
    }
}
