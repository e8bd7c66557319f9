package dev.glint.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Events as AWS services send them, with all their fields. */
public final class AwsEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AwsEvents() {}

    /** A request through API Gateway, in payload format version 2.0. */
    public static ObjectNode httpApi(String method, String path, String body) {
        return http("a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com", method, path, body);
    }

    /** A request to a Function URL. */
    public static ObjectNode functionUrl(String method, String path, String body) {
        return http("abcdefghijklmnop.lambda-url.eu-west-1.on.aws", method, path, body);
    }

    private static ObjectNode http(String host, String method, String path, String body) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", "");
        event.putObject("headers")
                .put("host", host)
                .put("content-type", "application/json")
                .put("accept", "*/*")
                .put("user-agent", "curl/8.5.0")
                .put("x-forwarded-for", "192.0.2.1")
                .put("x-forwarded-port", "443")
                .put("x-forwarded-proto", "https")
                .put("x-amzn-trace-id", "Root=1-65a0c7f1-0123456789abcdef01234567");
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", "anonymous")
                .put("apiId", host.substring(0, host.indexOf('.')))
                .put("domainName", host)
                .put("domainPrefix", host.substring(0, host.indexOf('.')))
                .put("requestId", "6f8a7b1e-1111-4222-8333-444455556666")
                .put("routeKey", "$default")
                .put("stage", "$default")
                .put("time", "12/Jan/2024:05:04:33 +0000")
                .put("timeEpoch", 1705035873853L);
        context.putObject("http")
                .put("method", method)
                .put("path", path)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "192.0.2.1")
                .put("userAgent", "curl/8.5.0");
        return event.put("body", body).put("isBase64Encoded", false);
    }

    /** The request after the authorizer of the HTTP API has verified its token: a list is text in brackets. */
    public static ObjectNode authorized(ObjectNode request, String prefix, String roles) {
        ObjectNode jwt = ((ObjectNode) request.path("requestContext"))
                .putObject("authorizer")
                .putObject("jwt");
        jwt.putObject("claims")
                .put("iss", "https://issuer.test")
                .put("sub", "alice")
                .put("images", prefix)
                .put("groups", roles);
        jwt.putNull("scopes");
        return request;
    }

    /** A batch of messages from a queue; more are added with {@link #message}. */
    public static ObjectNode batch() {
        ObjectNode event = JSON.createObjectNode();
        event.putArray("Records");
        return event;
    }

    /** Adds a message of a standard queue. */
    public static ObjectNode message(ObjectNode batch, String messageId, String body) {
        return add(batch, messageId, body, "arn:aws:sqs:eu-west-1:123456789012:images");
    }

    /** Adds a message of a FIFO queue. */
    public static ObjectNode fifoMessage(ObjectNode batch, String messageId, String group, String body) {
        ObjectNode message = add(batch, messageId, body, "arn:aws:sqs:eu-west-1:123456789012:images.fifo");
        ((ObjectNode) message.path("attributes"))
                .put("SequenceNumber", "18849496460467696128")
                .put("MessageGroupId", group)
                .put("MessageDeduplicationId", messageId);
        return message;
    }

    private static ObjectNode add(ObjectNode batch, String messageId, String body, String queue) {
        ObjectNode message = ((ArrayNode) batch.path("Records")).addObject();
        message.put("messageId", messageId)
                .put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a")
                .put("body", body);
        message.putObject("attributes")
                .put("ApproximateReceiveCount", "1")
                .put("SentTimestamp", "1705035873853")
                .put("SenderId", "AIDAIENQZJOLO23YVJ4VO")
                .put("ApproximateFirstReceiveTimestamp", "1705035873859");
        message.putObject("messageAttributes");
        return message.put("md5OfBody", "e4e68fb7bd0e697a0ae8f1bb342846b3")
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", queue)
                .put("awsRegion", "eu-west-1");
    }

    /** The EventBridge event for a new object. */
    public static ObjectNode objectCreated(String id, String bucket, String key, long size) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0")
                .put("id", id)
                .put("detail-type", "Object Created")
                .put("source", "aws.s3")
                .put("account", "123456789012")
                .put("time", "2024-01-12T05:04:33Z")
                .put("region", "eu-west-1");
        event.putArray("resources").add("arn:aws:s3:::" + bucket);
        ObjectNode detail = event.putObject("detail");
        detail.put("version", "0");
        detail.putObject("bucket").put("name", bucket);
        detail.putObject("object")
                .put("key", key)
                .put("size", size)
                .put("etag", "b1946ac92492d2347c6235b4d2611184")
                .put("sequencer", "00617F08299329D189");
        detail.put("request-id", "N4N7GDK58NMKJ12R")
                .put("requester", "123456789012")
                .put("source-ip-address", "192.0.2.1")
                .put("reason", "PutObject");
        return event;
    }
}
