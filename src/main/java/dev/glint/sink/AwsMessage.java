package dev.glint.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How an event is told to a service of AWS.
 *
 * @param source that of the events
 * @param extensions more attributes of each event, by name
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
record AwsMessage(SinkArn arn, String source, Map<String, String> extensions) {

    static final ObjectMapper JSON = new ObjectMapper();

    String body(ImageEvent event) throws IOException {
        String structured = structured(event);
        return switch (arn.service()) {
            case EVENTS -> entry(event, structured);
            case SQS -> {
                ObjectNode message = JSON.createObjectNode()
                        .put("QueueUrl", arn.endpoint() + arn.account() + "/" + arn.name())
                        .put("MessageBody", structured);
                order(event).forEach(message::put);
                yield message.toString();
            }
            case SNS -> {
                Map<String, String> form = new LinkedHashMap<>();
                form.put("Action", "Publish");
                form.put("Version", "2010-03-31");
                form.put("TopicArn", arn.text());
                form.put("Message", structured);
                form.putAll(order(event));
                yield form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
            }
        };
    }

    private String entry(ImageEvent event, String structured) {
        ObjectNode entries = JSON.createObjectNode();
        entries.putArray("Entries")
                .addObject()
                .put("EventBusName", arn.text())
                .put("Source", source)
                .put("DetailType", event.type())
                .put("Time", event.time().getEpochSecond())
                .put("Detail", structured);
        return entries.toString();
    }

    /** Events of one image stay in order. */
    private Map<String, String> order(ImageEvent event) {
        return arn.isFifo()
                ? Map.of("MessageGroupId", group(event.subject()), "MessageDeduplicationId", event.id())
                : Map.of();
    }

    /** The name of a group has at most 128 characters, and an id up to 255. */
    private static String group(String imageId) {
        return imageId.substring(0, Math.min(imageId.length(), 128));
    }

    private String structured(ImageEvent event) throws JsonProcessingException, IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", event.id())
                .put("source", source)
                .put("type", event.type())
                .put("subject", event.subject())
                .put("time", event.time().toString())
                .put("datacontenttype", "application/json");
        extensions.forEach(json::put);
        return json.<ObjectNode>set("data", JSON.readTree(event.data())).toString();
    }
}
