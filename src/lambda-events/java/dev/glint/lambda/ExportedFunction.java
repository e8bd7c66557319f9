package dev.glint.lambda;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.access.Caller;
import dev.glint.function.Call;
import dev.glint.function.CallRunner;
import dev.glint.function.FunctionName;
import dev.glint.function.ImageResponse;
import dev.glint.function.RequestBody;
import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one function that a deployment exports. A call of it ends, and leaves nothing behind, before Lambda would end it. */
@Singleton
class ExportedFunction {

    /** How long it may take to remove what was begun, and to say so. */
    private static final Duration CLEANUP = Duration.ofSeconds(5);

    private final CallRunner calls;
    private final FunctionName function;

    ExportedFunction(CallRunner calls, @ConfigProperty(name = "quarkus.funqy.export") Optional<String> export) {
        this.calls = calls;
        this.function = export.flatMap(FunctionName::named)
                .orElseThrow(() -> new ConfigurationException(
                        "quarkus.funqy.export must be add, get-size, get-presigned or delete."));
    }

    FunctionName function() {
        return function;
    }

    /**
     * Calls the function.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE} if there is no time, or too little, left for it
     */
    ImageResponse call(
            RequestId id, Caller caller, boolean isEvent, Supplier<JsonNode> body, Invocation invocation) {
        Duration left =
                Duration.ofMillis(invocation.remainingMillis().getAsInt()).minus(CLEANUP);
        if (left.isNegative()) {
            throw timeIsOver();
        }
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> end =
                new CompletableFuture<Void>().completeOnTimeout(null, left.toMillis(), TimeUnit.MILLISECONDS);
        end.thenRun(() -> cancellation.cancel(timeIsOver()));
        try {
            return calls.answer(new Call(function, id, caller, isEvent, cancellation), () -> RequestBody.of(body.get()));
        } finally {
            end.cancel(false);
        }
    }

    private static StoreFailure timeIsOver() {
        return STORE_UNAVAILABLE.because("The function's timeout is almost reached; raise it.");
    }
}
