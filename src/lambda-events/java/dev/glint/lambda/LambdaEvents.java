package dev.glint.lambda;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.access.Caller;
import dev.glint.function.ProblemJson;
import dev.glint.image.RequestId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/** What Lambda can bring to the exported function, told apart by its shape. */
@Singleton
public class LambdaEvents {

    private final ExportedFunction exported;
    private final SqsBatches batches;
    private final HttpRequests requests;
    private final Messages messages;
    private final ObjectMapper json;

    LambdaEvents(
            ExportedFunction exported,
            SqsBatches batches,
            HttpRequests requests,
            Messages messages,
            ObjectMapper json) {
        this.exported = exported;
        this.batches = batches;
        this.requests = requests;
        this.messages = messages;
        this.json = json;
    }

    /**
     * Answers a batch of SQS with what has to be delivered again, a request over HTTP with a response, and anything else with
     * what the function answers; that is null if a notification adds no image.
     *
     * @throws FunctionFailure if there is no other way to say what failed
     */
    public byte[] handle(InputStream event, Invocation invocation) throws IOException {
        try {
            return json.writeValueAsBytes(answer(read(event), invocation));
        } catch (RuntimeException e) {
            throw new FunctionFailure(ProblemJson.failure(e));
        }
    }

    private JsonNode read(InputStream event) throws IOException {
        try {
            return json.readTree(event);
        } catch (JacksonException e) {
            throw INVALID_REQUEST.because("The event must be one JSON object with no field given twice.");
        }
    }

    private JsonNode answer(JsonNode event, Invocation invocation) {
        if (SqsBatches.accepts(event)) {
            return batches.answer(event, invocation);
        }
        if (HttpRequests.accepts(event)) {
            return requests.answer(event, invocation);
        }
        RequestId id = new RequestId(invocation.requestId());
        if (ObjectEvents.accepts(event)) {
            return json.valueToTree(messages.deliver(id, () -> event, invocation).orElse(null));
        }
        return json.valueToTree(exported.call(id, Caller.TRUSTED, false, () -> event, invocation));
    }
}
