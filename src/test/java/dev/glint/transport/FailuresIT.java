package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.StoreFailure.Kind;
import dev.glint.testing.Events;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of failure over plain HTTP and in both modes of events. */
@Execution(ExecutionMode.CONCURRENT)
class FailuresIT {

    private final FaultyWorld world = FaultyApplication.shared().world();
    private final Functions functions = FaultyApplication.shared().functions();

    static List<FailureRow> rows() {
        return FailureRow.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void plainHttpReportsTheFailure(FailureRow row) {
        row.in(world, body -> {
            Answer answer = functions.post(row.function(), body);
            answer.problem(row.status(), row.kind().type());
            assertEquals(row.kind() == Kind.STORE_UNAVAILABLE, answer.header("Retry-After") != null);
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void binaryEventReportsTheFailure(FailureRow row) {
        fails(row, Mode.BINARY);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void structuredEventReportsTheFailure(FailureRow row) {
        fails(row, Mode.STRUCTURED);
    }

    private void fails(FailureRow row, Mode mode) {
        Events events = new Events(functions.base().resolve("/"), mode);
        row.in(
                world,
                data -> events.deliver("of-" + mode, "dev.glint.image." + row.function(), data)
                        .isFailure(row.eventStatus(), row.retryHelps()));
    }

    /** The other kinds have their own tests, or are no failures of a call. */
    @Test
    void everyKindOfFailureIsInTheTable() {
        Set<Kind> others = EnumSet.of(
                Kind.UNAUTHENTICATED,
                Kind.FORBIDDEN,
                Kind.UNEXPECTED_BATCH,
                Kind.UNKNOWN_FUNCTION,
                Kind.METHOD_NOT_ALLOWED,
                Kind.INTERNAL_ERROR);
        assertEquals(
                EnumSet.complementOf(EnumSet.copyOf(others)),
                rows().stream().map(FailureRow::kind).collect(Collectors.toSet()));
    }
}
