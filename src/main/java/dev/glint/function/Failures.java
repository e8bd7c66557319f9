package dev.glint.function;

import dev.glint.image.OutOfMemory;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger.Level;

/** How failures are logged. */
final class Failures {

    /** Line breaks: messages from S3 and from sources can hold anything. */
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
        String sentence = "Internal error; the log has the details under " + UUID.randomUUID() + ".";
        return new StoreFailure(Kind.INTERNAL_ERROR, sentence, thrown);
    }

    /** A caller's own mistake is information. A failure of S3, of a source or of this store is for its operator. */
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
