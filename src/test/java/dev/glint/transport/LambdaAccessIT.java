package dev.glint.transport;

import dev.glint.testing.LambdaFunction;
import dev.glint.testing.TokenIssuer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access rules behind an HTTP API or a Function URL, run as in Lambda. */
@Tag("lambda")
class LambdaAccessIT {

    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static LambdaWorld world;
    private static LambdaFunction add;

    @BeforeAll
    static void start() {
        world = new LambdaWorld();
        Map<String, String> configuration = new HashMap<>(ISSUER.start());
        configuration.putAll(world.configuration());
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
}
