package dev.glint.transport;

import dev.glint.testing.LambdaFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Tests of the function that is deployed for events, run as in Lambda. */
abstract class InLambda {

    static LambdaWorld world;
    static LambdaFunction add;

    @BeforeAll
    static void start() {
        world = new LambdaWorld();
        add = world.exporting("add");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void nothingIsLeft() {
        world.assertNothingIsLeft();
    }

    static String inline(String id) {
        return "{\"imageId\": \"" + id + "\", \"data\": \"AAEC\"}";
    }

    static String named(String id) {
        return "{\"imageId\": \"" + id + "\"}";
    }
}
