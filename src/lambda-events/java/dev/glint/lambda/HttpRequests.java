package dev.glint.lambda;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.METHOD_NOT_ALLOWED;
import static dev.glint.image.StoreFailure.Kind.UNKNOWN_FUNCTION;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.access.Caller;
import dev.glint.access.Claims;
import dev.glint.function.ProblemJson;
import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Requests over HTTP to the exported function alone, through a Function URL or an HTTP API.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads">payload format 2.0</a>
 */
@Singleton
class HttpRequests {

    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

    private final ExportedFunction exported;
    private final ObjectMapper json;

    HttpRequests(ExportedFunction exported, ObjectMapper json) {
        this.exported = exported;
        this.json = json;
    }

    static boolean accepts(JsonNode event) {
        return event.at("/requestContext/http/method").isTextual();
    }

    JsonNode answer(JsonNode event, Invocation invocation) {
        try {
            checkTarget(event);
            String key = event.at("/headers/idempotency-key").asText(null);
            RequestId id = RequestId.ofKeys(key == null ? List.of() : List.of(key));
            JsonNode answer = json.valueToTree(exported.call(id, caller(event), false, () -> body(event), invocation));
            return response(200, Map.of("Content-Type", "application/json"), answer.toString());
        } catch (RuntimeException e) {
            StoreFailure failure = ProblemJson.failure(e);
            return response(
                    failure.kind().status(),
                    ProblemJson.headers(failure.kind()),
                    ProblemJson.of(failure).encode());
        }
    }

    private void checkTarget(JsonNode event) {
        String path = event.path("rawPath").asText("/");
        if (!path.equals("/") && !path.equals("/" + exported.function())) {
            throw UNKNOWN_FUNCTION.because("There is no function at this path.");
        }
        if (!event.at("/requestContext/http/method").asText().equals("POST")) {
            throw METHOD_NOT_ALLOWED.because("A function is called with POST.");
        }
    }

    /** Who calls: the authorizer of an HTTP API has verified the token of whom it lets through. */
    private Caller caller(JsonNode event) {
        JsonNode jwt = event.at("/requestContext/authorizer/jwt");
        if (jwt.isObject()) {
            Map<String, Object> claims = json.convertValue(jwt.path("claims"), CLAIMS);
            return new Caller.Verified(new Claims(claims));
        }
        String header = event.at("/headers/authorization").asText(null);
        return new Caller.Bearer(header == null ? List.of() : List.of(header));
    }

    private JsonNode body(JsonNode event) {
        String text = event.path("body").asText("");
        try {
            byte[] bytes = event.path("isBase64Encoded").asBoolean()
                    ? Base64.getDecoder().decode(text)
                    : text.getBytes(StandardCharsets.UTF_8);
            return json.readTree(bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw INVALID_REQUEST.because("The body must be one JSON object with no field given twice.");
        }
    }

    private ObjectNode response(int status, Map<String, String> headers, String body) {
        ObjectNode response = json.createObjectNode().put("statusCode", status).put("isBase64Encoded", false);
        response.set("headers", json.valueToTree(headers));
        return response.put("body", body);
    }
}
