package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.Functions;
import dev.glint.testing.LambdaFunction;
import dev.glint.testing.OpenApi;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Server;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four functions behind an HTTP API or a Function URL, run as in Lambda. */
@Tag("lambda")
class LambdaHttpIT {

    private static LambdaWorld world;
    private static LambdaFunction functions;

    @BeforeAll
    static void start() {
        world = new LambdaWorld();
        functions = new LambdaFunction(world.configuration());
    }

    @AfterAll
    static void stop() {
        functions.close();
        world.close();
    }

    static List<FailureRow> rows() {
        return FailureRow.all();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersEqualThoseOverHttp(boolean throughAFunctionUrl) {
        JsonNode added = call(throughAFunctionUrl, "add", "{\"imageId\": \"img\", \"data\": \"AAEC\"}");
        assertEquals(3, added.path("size").asInt());
        JsonNode size = call(throughAFunctionUrl, "get-size", "{\"imageId\": \"img\"}");
        assertEquals(added.path("location"), size.path("location"));
        String url = call(throughAFunctionUrl, "get-presigned", "{\"imageId\": \"img\"}")
                .path("url")
                .asText();
        assertEquals(200, Functions.fetch(url).statusCode());
        assertTrue(call(throughAFunctionUrl, "delete", "{\"imageId\": \"img\"}")
                .path("deleted")
                .asBoolean());
        world.assertNothingIsLeft();
    }

    @Test
    void idempotencyKeyIsPassedOn() {
        ObjectNode event = AwsEvents.httpApi("POST", "/add", "{\"imageId\": \"img\", \"data\": \"AAEC\"}");
        ((ObjectNode) event.path("headers")).put("idempotency-key", "same");
        JsonNode first = functions.answer(event.toString());
        assertEquals(200, first.path("statusCode").asInt());
        assertEquals(first.path("body"), functions.answer(event.toString()).path("body"));
        world.take("img");
    }

    @Test
    void severalIdempotencyKeysAreRefused() {
        ObjectNode event = AwsEvents.httpApi("POST", "/get-size", "{\"imageId\": \"img\"}");
        ((ObjectNode) event.path("headers")).put("idempotency-key", "one,another");
        assertStatus(400, "invalid-request", event);
    }

    @Test
    void bodyMayBeBase64() {
        String body = Base64.getEncoder().encodeToString("{\"imageId\": \"img\"}".getBytes(StandardCharsets.UTF_8));
        ObjectNode event = AwsEvents.httpApi("POST", "/get-size", body).put("isBase64Encoded", true);
        assertEquals(200, functions.answer(event.toString()).path("statusCode").asInt());
    }

    @Test
    void otherPathsAndMethodsAreRefused() {
        assertStatus(404, "unknown-function", AwsEvents.httpApi("POST", "/shred", "{}"));
        assertStatus(404, "unknown-function", AwsEvents.httpApi("POST", "/stage/add", "{}"));
        assertStatus(405, "method-not-allowed", AwsEvents.functionUrl("GET", "/add", null));
        assertStatus(400, "invalid-request", AwsEvents.functionUrl("POST", "/add", null));
        assertStatus(400, "invalid-request", AwsEvents.functionUrl("POST", "/add", "{"));
    }

    @Test
    void notificationsOfS3ArePushedToTheRoot() {
        world.upload("img", new byte[3]);
        String message = S3Notifications.message(
                        Server.MINIO.record(S3Notifications.PUT, LambdaWorld.UPLOADS, "img", 3))
                .toString();
        ObjectNode event = AwsEvents.functionUrl("POST", "/", message);
        assertEquals(204, functions.answer(event.toString()).path("statusCode").asInt());
        assertEquals(3, world.take("img").length);
        assertStatus(404, "unknown-function", AwsEvents.functionUrl("POST", "/", "{}"));
    }

    @Test
    void bodyThatIsTooLargeIsRefused() {
        String data = "A".repeat(7 << 20);
        assertStatus(
                413,
                "too-large",
                AwsEvents.httpApi("POST", "/add", "{\"imageId\": \"img\", \"data\": \"" + data + "\"}"));
    }

    /** No AWS service sends such an event. A direct invocation with it gets only this status. */
    @Test
    void eventThatIsNoRequestFails() {
        assertEquals(
                500,
                functions.answer("{\"imageId\": \"img\"}").path("statusCode").asInt());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void httpApiReportsTheFailure(FailureRow row) {
        row.in(world.faults(), body -> {
            ObjectNode event = AwsEvents.httpApi("POST", "/" + row.function(), body);
            assertProblem(row, functions.answer(event.toString()));
        });
    }

    static void assertProblem(FailureRow row, JsonNode response) {
        assertProblem(row.status(), row.kind().type(), response);
        boolean saysWhen = response.path("headers").has("Retry-After")
                || response.path("headers").has("retry-after");
        assertEquals(row.kind() == Kind.STORE_UNAVAILABLE, saysWhen);
        OpenApi.assertValid(
                OpenApi.answer(row.function(), row.status()),
                Functions.parse(response.path("body").asText()));
    }

    private static void assertProblem(int status, String type, JsonNode response) {
        assertEquals(status, response.path("statusCode").asInt(), response::toString);
        assertFalse(response.path("isBase64Encoded").asBoolean());
        assertEquals(
                "application/problem+json", response.at("/headers/Content-Type").asText());
        JsonNode problem = Functions.parse(response.path("body").asText());
        assertEquals("urn:glint:" + type, problem.path("type").asText());
        assertEquals(status, problem.path("status").asInt());
    }

    private static void assertStatus(int status, String type, ObjectNode event) {
        assertProblem(status, type, functions.answer(event.toString()));
    }

    private static JsonNode call(boolean throughAFunctionUrl, String function, String body) {
        ObjectNode event = throughAFunctionUrl
                ? AwsEvents.functionUrl("POST", "/" + function, body)
                : AwsEvents.httpApi("POST", "/" + function, body);
        JsonNode response = functions.answer(event.toString());
        assertEquals(200, response.path("statusCode").asInt(), response::toString);
        assertEquals("application/json", response.at("/headers/Content-Type").asText());
        JsonNode answer = Functions.parse(response.path("body").asText());
        OpenApi.assertValid(OpenApi.answer(function, 200), answer);
        return answer;
    }
}
