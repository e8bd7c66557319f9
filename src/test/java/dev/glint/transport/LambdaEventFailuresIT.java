package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.AwsEvents;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of failure in a queue, a direct invocation and a Function URL. */
@Tag("lambda-events")
class LambdaEventFailuresIT {

    private static LambdaWorld world;

    @BeforeAll
    static void start() {
        world = new LambdaWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    static List<FailureRow> rows() {
        return FailureRow.all();
    }

    /** No message is lost: one that can never succeed ends in the dead letter queue. */
    @ParameterizedTest
    @MethodSource("rows")
    void queueReportsTheFailure(FailureRow row) {
        row.in(world.faults(), body -> {
            ObjectNode batch = AwsEvents.batch();
            AwsEvents.message(batch, "failing", body);
            JsonNode failures =
                    world.exporting(row.function()).answer(batch.toString()).path("batchItemFailures");
            assertEquals("failing", failures.at("/0/itemIdentifier").asText());
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void directInvocationReportsTheFailure(FailureRow row) {
        row.in(world.faults(), body -> {
            JsonNode problem = world.exporting(row.function()).problem(body);
            assertEquals("urn:glint:" + row.kind().type(), problem.path("type").asText());
            assertEquals(row.status(), problem.path("status").asInt());
            assertFalse(problem.path("detail").asText().isEmpty());
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void functionUrlReportsTheFailure(FailureRow row) {
        row.in(
                world.faults(),
                body -> LambdaHttpIT.assertProblem(
                        row,
                        world.exporting(row.function())
                                .answer(AwsEvents.functionUrl("POST", "/", body).toString())));
    }
}
