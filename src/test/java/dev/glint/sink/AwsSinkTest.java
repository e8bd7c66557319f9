package dev.glint.sink;

import static dev.glint.testing.EventReceiver.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.s3.AwsSigner;
import dev.glint.s3.DefaultChain;
import dev.glint.source.Cancellation;
import dev.glint.source.Watchdog;
import dev.glint.testing.EventReceiver;
import dev.glint.testing.EventReceiver.Received;
import dev.glint.testing.Functions;
import dev.glint.testing.OpenApi;
import dev.glint.testing.SignatureV4;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event buses, queues and topics of AWS, over HTTP. */
class AwsSinkTest {

    private static final String BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/images";
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:images";
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:images";
    private static final String SECRET_KEY = "role-secret";
    private static final Map<String, String> KEYS =
            Map.of("aws.accessKeyId", "ASIAROLE", "aws.secretAccessKey", SECRET_KEY, "aws.sessionToken", "a-token");

    private static final ImageEvent EVENT = new ImageEvent(
            "dev.glint.image.added",
            "0".repeat(64),
            "an-id_~.1",
            Instant.parse("2026-11-29T09:34:57.871Z"),
            "{\"imageId\":\"an-id_~.1\",\"size\":5}".getBytes(UTF_8));

    private static final EventReceiver AWS = new EventReceiver();
    private static final Watchdog WATCHDOG = new Watchdog();
    private static final SinkClient CLIENT = new SinkClient(WATCHDOG);

    @BeforeAll
    static void setKeys() {
        KEYS.forEach(System::setProperty);
    }

    @AfterAll
    static void stop() throws IOException {
        KEYS.keySet().forEach(System::clearProperty);
        CLIENT.close();
        AWS.close();
    }

    @AfterEach
    void forget() {
        AWS.take();
    }

    private static Received deliver(String arn) throws IOException {
        SinkArn parsed = SinkArn.parse(arn).orElseThrow();
        AwsMessage message = new AwsMessage(parsed, "/glint", Map.of("tenant", "a%b"));
        Sink sink = new AwsSink(parsed, URI.create(AWS.uri()).resolve("/"), message, new AwsSigner(new DefaultChain()));
        CLIENT.post(sink, EVENT, Duration.ofMinutes(1), new Cancellation());
        return AWS.take().get(0);
    }

    private static void assertStructured(String text) {
        JsonNode expected = Functions.tree(
                "specversion", "1.0",
                "id", EVENT.id(),
                "source", "/glint",
                "type", "dev.glint.image.added",
                "subject", "an-id_~.1",
                "time", "2026-11-29T09:34:57.871Z",
                "datacontenttype", "application/json",
                "tenant", "a%b",
                "data", Map.of("imageId", "an-id_~.1", "size", 5));
        assertEquals(expected, Functions.parse(text));
        OpenApi.assertValid(OpenApi.SCHEMAS + "ReplyAttributes", Functions.parse(text));
    }

    private static void assertSigned(Received request, String service) {
        assertEquals(
                "ASIAROLE/eu-west-1/" + service + "/aws4_request",
                SignatureV4.check(request.headers(), request.body(), SECRET_KEY));
        assertEquals("a-token", request.headers().get("x-amz-security-token"));
    }

    @Test
    void eventBusTakesAnEvent() throws IOException {
        AWS.reply(answer(200, "{\"FailedEntryCount\": 0, \"Entries\": [{\"EventId\": \"1\"}]}"));
        Received request = deliver(BUS);
        assertSigned(request, "events");
        assertEquals("AWSEvents.PutEvents", request.headers().get("x-amz-target"));
        assertEquals("application/x-amz-json-1.1", request.headers().get("content-type"));
        JsonNode entry = Functions.parse(request.body()).at("/Entries/0");
        assertEquals(BUS, entry.path("EventBusName").asText());
        assertEquals("/glint", entry.path("Source").asText());
        assertEquals("dev.glint.image.added", entry.path("DetailType").asText());
        assertEquals(1795944897, entry.path("Time").asLong());
        assertStructured(entry.path("Detail").asText());
    }

    @Test
    void queueTakesAnEvent() throws IOException {
        AWS.reply(answer(200, "{\"MessageId\": \"1\"}"));
        Received request = deliver(QUEUE);
        assertSigned(request, "sqs");
        assertEquals("AmazonSQS.SendMessage", request.headers().get("x-amz-target"));
        assertEquals("application/x-amz-json-1.0", request.headers().get("content-type"));
        JsonNode message = Functions.parse(request.body());
        assertEquals(
                "https://sqs.eu-west-1.amazonaws.com/111122223333/images",
                message.path("QueueUrl").asText());
        assertStructured(message.path("MessageBody").asText());
        assertEquals(2, message.size());
    }

    @Test
    void topicTakesAnEvent() throws IOException {
        AWS.reply(answer(200, "<PublishResponse/>"));
        Received request = deliver(TOPIC);
        assertSigned(request, "sns");
        Map<String, String> form = form(request.body());
        assertEquals("Publish", form.get("Action"));
        assertEquals("2010-03-31", form.get("Version"));
        assertEquals(TOPIC, form.get("TopicArn"));
        assertStructured(form.get("Message"));
        assertEquals(4, form.size());
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
    }

    @Test
    void queueInOrderTakesNoEventTwice() throws IOException {
        AWS.reply(answer(200, "{}"));
        JsonNode message = Functions.parse(deliver(QUEUE + ".fifo").body());
        assertEquals(EVENT.id(), message.path("MessageDeduplicationId").asText());
        assertEquals("an-id_~.1", message.path("MessageGroupId").asText());
        Map<String, String> form = form(deliver(TOPIC + ".fifo").body());
        assertEquals(EVENT.id(), form.get("MessageDeduplicationId"));
        assertEquals("an-id_~.1", form.get("MessageGroupId"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                QUEUE + " | 500 | {} | true",
                QUEUE + " | 400 | {\"__type\": \"com.amazonaws.sqs#RequestThrottled\"} | true",
                TOPIC + " | 400 | <Error><Code>Throttling</Code></Error> | true",
                BUS + " | 400 | {\"__type\": \"ThrottlingException\"} | true",
                BUS
                        + " | 200 | {\"FailedEntryCount\": 1, \"Entries\": [{\"ErrorCode\": \"ThrottlingException\"}]} | true",
                BUS + " | 200 | {\"FailedEntryCount\": 1, \"Entries\": [{\"ErrorCode\": \"InternalFailure\"}]} | true",
                BUS + " | 200 | <html> | true",
                QUEUE + " | 400 | {\"__type\": \"com.amazonaws.sqs#QueueDoesNotExist\"} | false",
                TOPIC + " | 403 | <Error><Code>AuthorizationError</Code></Error> | false",
                BUS + " | 400 | {\"__type\": \"AccessDeniedException\"} | false",
                BUS + " | 200 | {\"FailedEntryCount\": 1, \"Entries\": [{\"ErrorCode\": \"MalformedDetail\"}]} | false",
                BUS + " | 200 | {} | false",
                BUS + " | 301 | {} | false",
            })
    void answerSaysWhetherToTryAgain(String arn, int status, String body, boolean again) {
        AWS.reply(answer(status, body));
        IOException failure = assertThrows(IOException.class, () -> deliver(arn));
        assertEquals(!again, failure instanceof RefusedEvent, failure::toString);
    }

    @Test
    void missingKeysAreNamed() {
        KEYS.keySet().forEach(System::clearProperty);
        System.setProperty("aws.disableEc2Metadata", "true");
        try {
            IOException failure = assertThrows(IOException.class, () -> deliver(QUEUE));
            assertEquals("There are no AWS credentials: give this machine a role.", failure.getMessage());
        } finally {
            System.clearProperty("aws.disableEc2Metadata");
            setKeys();
        }
    }
}
