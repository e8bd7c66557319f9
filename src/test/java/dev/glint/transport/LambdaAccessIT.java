package dev.glint.transport;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Access rules behind an HTTP API or a Function URL, run as in Lambda. */
@Tag("lambda")
class LambdaAccessIT extends LambdaAccessSuite {

    @BeforeAll
    static void start() {
        start(Map.of());
    }
}
