package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The functions behind the event server of Quarkus, which replaces Lambda in dev mode and in tests. */
@QuarkusTest
@TestProfile(EventServerTest.AddOnAnyPort.class)
class EventServerTest {

    private static final String ADD_IMG = "{\"imageId\": \"img\", \"data\": \"AAEC\"}";
    private static final String PORT = "quarkus.lambda.mock-event-server.test-port";

    private final Functions functions = new Functions(
            URI.create("http://localhost:" + ConfigProvider.getConfig().getValue(PORT, Integer.class)));

    /** Exports one function, which only the build for events needs. The function for HTTP is always the same. */
    public static class AddOnAnyPort implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(PORT, "0", "quarkus.funqy.export", "add");
        }
    }

    @Test
    @Tag("lambda")
    void plainRequestsBecomeLambdaEvents() {
        assertEquals("img", functions.post("add", ADD_IMG).ok().text("imageId"));
        functions.post("add", ADD_IMG).problem(409, "duplicate");
        assertTrue(functions
                .call("delete", "imageId", "img")
                .ok()
                .json()
                .path("deleted")
                .asBoolean());
    }

    @Test
    @Tag("lambda-events")
    void lambdaEventsAreForwardedUnchanged() {
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.message(batch, "m-1", ADD_IMG);
        AwsEvents.message(batch, "m-2", "{}");
        JsonNode answer = functions.post("_lambda_", batch.toString()).ok().json();
        assertEquals(
                "[{\"itemIdentifier\":\"m-2\"}]",
                answer.path("batchItemFailures").toString());
        assertEquals(500, functions.post("_lambda_", ADD_IMG).status(), "taken");
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.client().deleteObject(request -> request.bucket(s3.bucket()).key("img"));
        }
    }
}
