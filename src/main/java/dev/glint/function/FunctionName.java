package dev.glint.function;

import java.util.Arrays;
import java.util.Optional;

/** The four functions, with the names that callers know: of the function, of the event that asks for it, of the reply. */
public enum FunctionName {
    ADD("add", "added"),
    GET_SIZE("get-size", "size"),
    GET_PRESIGNED("get-presigned", "presigned"),
    DELETE("delete", "deleted");

    private static final String EVENT_PREFIX = "dev.glint.image.";

    private final String functionName;
    private final String reply;

    FunctionName(String functionName, String reply) {
        this.functionName = functionName;
        this.reply = reply;
    }

    /** The function of a name such as {@code get-size}. */
    public static Optional<FunctionName> named(String name) {
        return Arrays.stream(values())
                .filter(function -> function.functionName.equals(name))
                .findFirst();
    }

    /** The function that an event of a type asks for. */
    static Optional<FunctionName> ofEventType(String type) {
        return type.startsWith(EVENT_PREFIX) ? named(type.substring(EVENT_PREFIX.length())) : Optional.empty();
    }

    String path() {
        return "/" + functionName;
    }

    String eventType() {
        return EVENT_PREFIX + functionName;
    }

    String replyType() {
        return EVENT_PREFIX + reply;
    }

    @Override
    public String toString() {
        return functionName;
    }
}
