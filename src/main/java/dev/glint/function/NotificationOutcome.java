package dev.glint.function;

import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The outcome of a notification: which images were added, and what failed. */
public record NotificationOutcome(List<AddResponse> added, List<StoreFailure> failures) {

    /** Failures of the object itself: each delivery fails in the same way. */
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
     * The same for senders that repeat a failed delivery for ever, and deliver nothing else meanwhile. Failures that another delivery
     * cannot mend are only logged.
     */
    void checkForRepetition() {
        List<StoreFailure> passing = failures.stream()
                .filter(failure -> !LASTING.contains(failure.kind()))
                .toList();
        new NotificationOutcome(added, passing).check();
    }
}
