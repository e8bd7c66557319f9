package dev.glint.function;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Runs calls: all of them pass here, whatever brought them. */
@Singleton
public class Calls {

    private final Images images;

    Calls(Images images) {
        this.images = images;
    }

    /** Runs the function that a call names. */
    public ImageResponse answer(Call call, JsonNode body) {
        return switch (call.function()) {
            case ADD -> add(call, body);
            case GET_SIZE -> getSize(call, body);
            case GET_PRESIGNED -> getPresigned(call, body);
            case DELETE -> delete(call, body);
        };
    }

    AddResponse add(Call call, JsonNode body) {
        return run(call, () -> images.add(body, call));
    }

    SizeResponse getSize(Call call, JsonNode body) {
        return run(call, () -> images.getSize(body));
    }

    PresignResponse getPresigned(Call call, JsonNode body) {
        return run(call, () -> images.getPresigned(body));
    }

    DeleteResponse delete(Call call, JsonNode body) {
        return run(call, () -> images.delete(body, call));
    }

    private <R extends ImageResponse> R run(Call call, Supplier<R> answer) {
        return answer.get();
    }
}
