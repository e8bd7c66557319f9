package dev.glint.function;

import io.quarkus.funqy.Funq;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BiFunction;

/** The four functions as plain HTTP calls them: {@code POST /add} and so on. They read the bodies themselves. */
@Singleton
public class ImageFunctions {

    // No constructor: Funqy would add one without arguments, and the class would be in Lambda's archive twice.
    @Inject
    CallRunner calls;

    @Inject
    CurrentRequest request;

    /** Stores an image under an id that is not taken. */
    @Funq("add")
    public AddResponse add() {
        return call(FunctionName.ADD, calls::add);
    }

    /** Says how many bytes an image has. */
    @Funq("get-size")
    public SizeResponse getSize() {
        return call(FunctionName.GET_SIZE, calls::getSize);
    }

    /** Hands out URLs with which a client reads an image straight from S3, or writes one. */
    @Funq("get-presigned")
    public PresignResponse getPresigned() {
        return call(FunctionName.GET_PRESIGNED, calls::getPresigned);
    }

    /** Deletes an image, or what there is of an upload. */
    @Funq("delete")
    public DeleteResponse delete() {
        return call(FunctionName.DELETE, calls::delete);
    }

    private <R> R call(FunctionName function, BiFunction<Call, RequestBody, R> answer) {
        AdmittedRequest admitted = request.admitted();
        return admitted.run(() -> answer.apply(admitted.call(function), admitted.body()));
    }
}
