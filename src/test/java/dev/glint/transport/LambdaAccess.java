package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.Functions;
import dev.glint.testing.LambdaFunction;
import dev.glint.testing.TokenIssuer;
import java.util.List;

/** What callers of a Lambda function with access rules hear, over HTTP. */
record LambdaAccess(LambdaFunction add, TokenIssuer issuer) {

    private static final String ADD = "{\"imageId\": \"a.1\", \"data\": \"AAEC\"}";

    void assertTokensAreVerified() {
        assertStatus(401, AwsEvents.functionUrl("POST", "/add", ADD));
        assertStatus(401, bearing("no token"));
        assertStatus(403, bearing(issuer.key().token("images", "b.", "groups", List.of("image-admin"))));
        assertStatus(200, bearing(issuer.key().token("images", "a.", "groups", List.of("image-admin"))));
    }

    void assertClaimsOfTheAuthorizerCount() {
        assertStatus(403, AwsEvents.authorized(AwsEvents.httpApi("POST", "/add", ADD), "a.", "[image-reader other]"));
        assertStatus(403, AwsEvents.authorized(AwsEvents.httpApi("POST", "/add", ADD), "b.", "[image-writer]"));
        assertStatus(200, AwsEvents.authorized(AwsEvents.httpApi("POST", "/add", ADD), "a.", "[other image-writer]"));
    }

    /** IAM knows the caller, but says nothing of roles and prefixes. */
    void assertIamAloneIsNotEnough() {
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

    private void assertStatus(int status, ObjectNode event) {
        JsonNode response = add.answer(event.toString());
        assertEquals(status, response.path("statusCode").asInt(), response::toString);
        if (status != 200) {
            String type = status == 401 ? "unauthenticated" : "forbidden";
            JsonNode problem = Functions.parse(response.path("body").asText());
            assertEquals("urn:glint:" + type, problem.path("type").asText());
        }
    }
}
