package dev.glint.lambda;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.function.ProblemJson;
import dev.glint.image.RequestId;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;

/**
 * Batches of messages from SQS, one message after the other. Those that fail are delivered again, and in the end go to the dead
 * letter queue. In a FIFO queue, the messages after a failed one of the same group are delivered again too, so that none
 * overtakes it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">partial batch responses</a>
 */
@Singleton
class SqsBatches {

    private final Messages messages;
    private final ObjectMapper json;

    SqsBatches(Messages messages, ObjectMapper json) {
        this.messages = messages;
        this.json = json;
    }

    static boolean accepts(JsonNode event) {
        return event.at("/Records/0/eventSource").asText().equals("aws:sqs");
    }

    JsonNode answer(JsonNode event, Invocation invocation) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        Set<String> blocked = new HashSet<>();
        for (JsonNode message : event.path("Records")) {
            String group = message.at("/attributes/MessageGroupId").asText();
            if (blocked.contains(group) || !succeeds(message, invocation)) {
                failures.addObject().set("itemIdentifier", message.path("messageId"));
                // Groups of other queues are about fairness, not about order.
                if (message.path("eventSourceARN").asText().endsWith(".fifo")) {
                    blocked.add(group);
                }
            }
        }
        return answer;
    }

    private boolean succeeds(JsonNode message, Invocation invocation) {
        RequestId id = new RequestId(message.path("messageId").asText());
        try {
            messages.deliver(id, () -> read(message.path("body").asText()), invocation);
            return true;
        } catch (RuntimeException e) {
            ProblemJson.failure(e);
            return false;
        }
    }

    private JsonNode read(String body) {
        try {
            JsonNode message = json.readTree(body);
            return isWrapped(message) ? json.readTree(message.path("Message").asText()) : message;
        } catch (JacksonException e) {
            throw INVALID_REQUEST.because("The message must be one JSON object with no field given twice.");
        }
    }

    /** Whether SNS has put an object of its own around the message. */
    private static boolean isWrapped(JsonNode message) {
        return message.path("Type").asText().equals("Notification") && message.has("TopicArn");
    }
}
