package dev.glint.checker;

import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Told.Outcome;
import java.util.List;
import java.util.Optional;

/** Finds uploads that disappeared although nobody removed them. */
final class LostUploads {

    private LostUploads() {}

    /** A call that did not find the upload that it wanted to finish, though no other call can be the reason. */
    static Optional<MadeCall> find(List<MadeCall> calls) {
        return calls.stream()
                .filter(call -> call.ask().deed() == Deed.FINISH && call.told().outcome() == Outcome.ABSENT)
                .filter(call -> calls.stream().noneMatch(other -> other != call && mayBeTheReason(other, call)))
                .findFirst();
    }

    private static boolean mayBeTheReason(MadeCall other, MadeCall call) {
        if (other.begin() >= call.end()) {
            return false;
        }
        return switch (other.ask().deed()) {
            case FINISH, ABANDON -> other.ask().owner().equals(call.ask().owner());
            // The call itself may have made the image, and then wanted to read it.
            case DELETE -> other.end() > call.begin();
            default -> false;
        };
    }
}
