package dev.glint.function;

import dev.glint.access.Caller;
import dev.glint.image.RequestId;
import dev.glint.source.Cancellation;

/**
 * One call of a function: by HTTP, by an event, or on Lambda.
 *
 * @param caller who makes it
 * @param isEvent whether it can be delivered again after it succeeded, with nobody there to be told of a difference
 * @param cancellation stops the call when nobody waits for its end any more
 */
public record Call(
        FunctionName function, RequestId requestId, Caller caller, boolean isEvent, Cancellation cancellation) {

    /** The same call with another id. */
    Call withId(RequestId id) {
        return new Call(function, id, caller, isEvent, cancellation);
    }
}
