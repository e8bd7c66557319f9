package dev.glint.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The four functions as plain HTTP calls them: {@code POST /add} and so on. */
@Singleton
public class ImageFunctions {

    // No constructor: Funqy would add one without arguments, and the class would be in Lambda's archive twice.
    @Inject
    Calls calls;

    @Inject
    CurrentRequest request;

    /** Stores an image under an id that is not taken. */
    @Funq("add")
    public AddResponse add(JsonNode body) {
        return calls.add(request.call(ImageFunction.ADD), body);
    }

    /** Says how many bytes an image has. */
    @Funq("get-size")
    public SizeResponse getSize(JsonNode body) {
        return calls.getSize(request.call(ImageFunction.GET_SIZE), body);
    }

    /** Hands out URLs with which a client reads an image straight from S3, or writes one. */
    @Funq("get-presigned")
    public PresignResponse getPresigned(JsonNode body) {
        return calls.getPresigned(request.call(ImageFunction.GET_PRESIGNED), body);
    }

    /** Deletes an image, or what there is of an upload. */
    @Funq("delete")
    public DeleteResponse delete(JsonNode body) {
        return calls.delete(request.call(ImageFunction.DELETE), body);
    }
}
