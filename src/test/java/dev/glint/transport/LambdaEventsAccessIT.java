package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import dev.glint.testing.LambdaFunction;
import dev.glint.testing.TokenIssuer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access rules for one exported function: they are about callers over HTTP, since IAM lets all others in. */
@Tag("lambda-events")
class LambdaEventsAccessIT {

    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static LambdaWorld world;
    private static LambdaFunction add;

    @BeforeAll
    static void start() {
        world = new LambdaWorld();
        Map<String, String> configuration = new HashMap<>(ISSUER.start());
        configuration.putAll(world.configuration());
        configuration.put("quarkus.funqy.export", "add");
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
        new LambdaAccess(add, ISSUER).assertTokensAreVerified();
    }

    @Test
    void claimsOfTheAuthorizerCount() {
        LambdaAccess access = new LambdaAccess(add, ISSUER);
        access.assertIamAloneIsNotEnough();
        access.assertClaimsOfTheAuthorizerCount();
    }

    @Test
    void queuesAndInvocationsNeedNoToken() {
        String request = "{\"imageId\": \"a.1\", \"data\": \"AAEC\"}";
        ObjectNode batch = AwsEvents.batch();
        AwsEvents.message(batch, "message-1", request);
        assertEquals(0, add.answer(batch.toString()).path("batchItemFailures").size());
        world.take("a.1");
        assertEquals(3, add.answer(request).path("size").asInt());
    }
}
