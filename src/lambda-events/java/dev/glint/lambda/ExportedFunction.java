package dev.glint.lambda;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.access.Caller;
import dev.glint.function.AddResponse;
import dev.glint.function.Call;
import dev.glint.function.CallRunner;
import dev.glint.function.CreatedObject;
import dev.glint.function.FunctionName;
import dev.glint.function.ImageResponse;
import dev.glint.function.NotificationOutcome;
import dev.glint.function.Notifications;
import dev.glint.function.RequestBody;
import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one function that a deployment exports. A call of it ends, and leaves nothing behind, before Lambda would end it. */
@Singleton
class ExportedFunction {

    /** How long it may take to remove what was begun, and to say so. */
    private static final Duration CLEANUP = Duration.ofSeconds(5);

    private final CallRunner calls;
    private final Notifications notifications;
    private final FunctionName function;

    ExportedFunction(
            CallRunner calls,
            Notifications notifications,
            @ConfigProperty(name = "quarkus.funqy.export") Optional<String> export) {
        this.calls = calls;
        this.notifications = notifications;
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
        return within(
                invocation,
                cancellation -> calls.answer(
                        new Call(function, id, caller, isEvent, cancellation), () -> RequestBody.of(body.get())));
    }

    /**
     * Calls the function, which is {@code add}, for each object.
     *
     * @return the image, if there is exactly one
     * @throws StoreFailure also if one of several objects fails
     */
    Optional<AddResponse> take(RequestId id, Supplier<List<CreatedObject>> objects, Invocation invocation) {
        NotificationOutcome outcome = within(
                invocation,
                cancellation ->
                        notifications.take(new Call(function, id, Caller.TRUSTED, true, cancellation), objects));
        outcome.check();
        return outcome.onlyOne();
    }

    private static <R> R within(Invocation invocation, Function<Cancellation, R> work) {
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
            return work.apply(cancellation);
        } finally {
            end.cancel(false);
        }
    }

    private static StoreFailure timeIsOver() {
        return STORE_UNAVAILABLE.because("The function's timeout is almost reached; raise it.");
    }
}
