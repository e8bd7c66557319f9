package dev.glint.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.access.Caller;
import dev.glint.function.FunctionName;
import dev.glint.function.ImageResponse;
import dev.glint.image.RequestId;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Messages that can be delivered again: what the function takes, or the news of an object that is to become an image. */
@Singleton
class Messages {

    private final ExportedFunction exported;
    private final ObjectCreated objectCreated;

    Messages(ExportedFunction exported, ObjectCreated objectCreated) {
        this.exported = exported;
        this.objectCreated = objectCreated;
    }

    ImageResponse deliver(RequestId id, Supplier<JsonNode> message, Invocation invocation) {
        return exported.call(id, Caller.TRUSTED, true, () -> request(message.get()), invocation);
    }

    private JsonNode request(JsonNode message) {
        boolean becomesImage = exported.function() == FunctionName.ADD && ObjectCreated.accepts(message);
        return becomesImage ? objectCreated.request(message) : message;
    }
}
