package dev.glint.function;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of a notification: which images were added, and what failed. */
public record NotificationOutcome(List<AddResponse> added, List<StoreFailure> failures) {

    /** It is the object that is wrong, so that it fails in each delivery. */
    private static final Set<Kind> LASTING = EnumSet.of(
            Kind.INVALID_REQUEST,
            Kind.DUPLICATE,
            Kind.TOO_LARGE,
            Kind.CONTENT_MISMATCH,
            Kind.UNSAFE_IMAGE,
            Kind.SOURCE_REJECTED);

    /** The image that was added, if there is exactly one. */
    public Optional<AddResponse> onlyOne() {
        return added.size() == 1 ? Optional.of(added.get(0)) : Optional.empty();
    }

    /**
     * Fails if an object has failed. Where there are several, a failure that another delivery can mend comes first.
     *
     * @throws StoreFailure the failure of that object
     */
    public void check() {
        failures.stream()
                .min(Comparator.comparing(failure -> !failure.kind().retryable()))
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    /**
     * The same for senders that repeat all that fails, for ever, and hold back what comes after. Failures that no repetition changes
     * are left to the log.
     */
    void checkForRepetition() {
        List<StoreFailure> passing = failures.stream()
                .filter(failure -> !LASTING.contains(failure.kind()))
                .toList();
        new NotificationOutcome(added, passing).check();
    }
}
