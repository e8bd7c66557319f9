package dev.glint.function;

import dev.glint.image.OutOfMemory;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger.Level;

/** Failures as the log tells of them. */
final class Failures {

    /** What would begin a new line; S3 and sources say what they like. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private Failures() {}

    /** The failure with a sentence of its own that something was thrown for, if there is one. */
    static Optional<StoreFailure> known(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** What callers are told of a bug; the log has it all. */
    static StoreFailure ofBug(Throwable thrown) {
        OutOfMemory.exitIfCauseOf(thrown);
        String sentence = "This is a bug of the store; its log has more under " + UUID.randomUUID() + ".";
        return new StoreFailure(Kind.INTERNAL_ERROR, sentence, thrown);
    }

    /** Callers know of their own mistakes; what is wrong with S3, a source or us somebody else must hear of. */
    static Level level(StoreFailure failure) {
        if (isBug(failure)) {
            return Level.ERROR;
        }
        return failure.kind().status() >= 500 ? Level.WARN : Level.INFO;
    }

    /** The sentence of a failure, and what it was caused by, on one line. */
    static String reason(StoreFailure failure) {
        Throwable cause = failure.getCause();
        String reason = cause == null || isBug(failure)
                ? failure.getMessage()
                : failure.getMessage() + " " + cause.getMessage();
        return BREAKS.matcher(reason).replaceAll(" ");
    }

    /** What only a stack trace can explain; else null. */
    static Throwable bug(StoreFailure failure) {
        return isBug(failure) ? failure.getCause() : null;
    }

    private static boolean isBug(StoreFailure failure) {
        return failure.kind() == Kind.INTERNAL_ERROR;
    }
}
