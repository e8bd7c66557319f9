package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.Functions;
import dev.glint.testing.LambdaFunction;
import dev.glint.testing.TokenIssuer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Lambda function with access rules, and what its callers over HTTP hear. */
abstract class LambdaAccessSuite {

    private static final String ADD = "{\"imageId\": \"a.1\", \"data\": \"AAEC\"}";

    private static final TokenIssuer ISSUER = new TokenIssuer();
    static LambdaWorld world;
    static LambdaFunction add;

    static void start(Map<String, String> more) {
        world = new LambdaWorld();
        Map<String, String> configuration = new HashMap<>(ISSUER.start());
        configuration.putAll(world.configuration());
        configuration.putAll(more);
        add = new LambdaFunction(configuration);
    }

    @AfterAll
    static void stop() {
        add.close();
        world.close();
        ISSUER.stop();
    }

    @AfterEach
    void clean() {
        world.take("a.1");
        world.assertNothingIsLeft();
    }

    @Test
    void tokensAreVerified() {
        assertStatus(401, AwsEvents.functionUrl("POST", "/add", ADD));
        assertStatus(401, bearing("no token"));
        assertStatus(403, bearing(ISSUER.key().token("images", "b.", "groups", List.of("image-admin"))));
        assertStatus(200, bearing(ISSUER.key().token("images", "a.", "groups", List.of("image-admin"))));
    }

    @Test
    void claimsOfTheAuthorizerCount() {
        assertIamAloneIsNotEnough();
        assertStatus(403, AwsEvents.authorized(AwsEvents.httpApi("POST", "/add", ADD), "a.", "[image-reader other]"));
        assertStatus(403, AwsEvents.authorized(AwsEvents.httpApi("POST", "/add", ADD), "b.", "[image-writer]"));
        assertStatus(200, AwsEvents.authorized(AwsEvents.httpApi("POST", "/add", ADD), "a.", "[other image-writer]"));
    }

    /** IAM knows the caller, but says nothing of roles and prefixes. */
    private static void assertIamAloneIsNotEnough() {
        ObjectNode event = AwsEvents.functionUrl("POST", "/add", ADD);
        ((ObjectNode) event.path("requestContext"))
                .putObject("authorizer")
                .putObject("iam")
                .put("accountId", "123456789012");
        assertStatus(401, event);
    }

    private static ObjectNode bearing(String token) {
        ObjectNode event = AwsEvents.functionUrl("POST", "/add", ADD);
        ((ObjectNode) event.path("headers")).put("authorization", "Bearer " + token);
        return event;
    }

    private static void assertStatus(int status, ObjectNode event) {
        JsonNode response = add.answer(event.toString());
        assertEquals(status, response.path("statusCode").asInt(), response::toString);
        if (status != 200) {
            String type = status == 401 ? "unauthenticated" : "forbidden";
            JsonNode problem = Functions.parse(response.path("body").asText());
            assertEquals("urn:glint:" + type, problem.path("type").asText());
        }
    }
}
