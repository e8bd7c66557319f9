package dev.glint.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.s3.AwsSigner;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;

/** An event bus, a queue or a topic of AWS. It takes each event in the form of structured mode. */
final class AwsSink implements Sink {

    private static final int LONGEST_ANSWER = 64 * 1024;
    /** Some services answer 400 when they are asked too often. The code of the error then contains this. */
    private static final String THROTTLED = "Throttl";

    private static final Set<String> PASSING = Set.of("ThrottlingException", "InternalFailure", "InternalException");

    private final SinkArn arn;
    private final URI endpoint;
    private final AwsMessage message;
    private final AwsSigner signer;

    /** @param endpoint the address of the service, which need not be the usual one */
    AwsSink(SinkArn arn, URI endpoint, AwsMessage message, AwsSigner signer) {
        this.arn = arn;
        this.endpoint = endpoint;
        this.message = message;
        this.signer = signer;
    }

    @Override
    public HttpPost request(ImageEvent event) throws IOException {
        byte[] body = message.body(event).getBytes(StandardCharsets.UTF_8);
        HttpPost request = new HttpPost(endpoint);
        signer.sign(
                        endpoint,
                        arn.service().toString(),
                        arn.region(),
                        arn.service().headers(),
                        body)
                .forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
        // The client sets them itself.
        request.removeHeaders(HttpHeaders.HOST);
        request.removeHeaders(HttpHeaders.CONTENT_LENGTH);
        request.setEntity(new ByteArrayEntity(body));
        return request;
    }

    @Override
    public void check(HttpResponse answer) throws IOException {
        int status = answer.getStatusLine().getStatusCode();
        String text = answer.getEntity() == null
                ? ""
                : new String(answer.getEntity().getContent().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        if (status == 400 && text.contains(THROTTLED)) {
            throw new IOException("The sink answered that it has too much to do.");
        }
        Sink.check(status);
        if (arn.service() == AwsService.EVENTS) {
            checkEntry(AwsMessage.JSON.readTree(text));
        }
    }

    /** A bus answers 200 also if it has not taken the event. */
    private static void checkEntry(JsonNode answer) throws IOException {
        String code = answer.at("/Entries/0/ErrorCode").asText("");
        if (PASSING.contains(code)) {
            throw new IOException("The event bus answered " + code + ".");
        }
        if (!code.isEmpty() || answer.path("FailedEntryCount").asInt(1) != 0) {
            throw new RefusedEvent("The event bus answered " + code + ".");
        }
    }
}
