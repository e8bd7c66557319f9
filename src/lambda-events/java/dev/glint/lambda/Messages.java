package dev.glint.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.access.Caller;
import dev.glint.function.FunctionName;
import dev.glint.function.ImageResponse;
import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Messages that can be delivered again: requests to the function, or notifications of S3. */
@Singleton
class Messages {

    private final ExportedFunction exported;

    Messages(ExportedFunction exported) {
        this.exported = exported;
    }

    /**
     * Takes a message.
     *
     * @param message fails if it cannot be read; then the call fails with that
     * @return empty if a notification adds no image, or several
     */
    Optional<? extends ImageResponse> deliver(RequestId id, Supplier<JsonNode> message, Invocation invocation) {
        return exported.function() == FunctionName.ADD && isOfObjects(message)
                ? exported.take(id, () -> ObjectEvents.read(message.get()), invocation)
                : Optional.of(exported.call(id, Caller.TRUSTED, true, message, invocation));
    }

    private static boolean isOfObjects(Supplier<JsonNode> message) {
        try {
            return ObjectEvents.accepts(message.get());
        } catch (StoreFailure unreadable) {
            return false;
        }
    }
}
