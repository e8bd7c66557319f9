package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Requests to S3 whose exceptions are {@link StoreFailure}s. */
public final class S3Call {

    private static final int CONFLICTS = 8;
    private static final Duration CONFLICT_PAUSE = Duration.ofMillis(250);

    private S3Call() {}

    /** What S3 answers. */
    static <T> T answer(Supplier<T> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            throw S3Failures.translate(e);
        }
    }

    /** A value that an answer of S3 must have. A proxy can have lost it. */
    public static <T> T required(T value, String name) {
        if (value == null) {
            throw STORE_UNAVAILABLE.because("The answer of S3 has no %s; try again.", name);
        }
        return value;
    }

    /** What S3 answers, or nothing if it says that there is no such thing. */
    static <T> Optional<T> find(Supplier<T> request) {
        try {
            return Optional.of(answer(request));
        } catch (StoreFailure failure) {
            if (S3Failures.isNotFound(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * What S3 answers to a conditional write. While another write of the same object is going on, S3 cannot tell who wins; it
     * is then asked again for about two seconds.
     */
    static <T> T exclusively(Supplier<T> write) {
        for (int conflict = 0; conflict < CONFLICTS; conflict++) {
            try {
                return answer(write);
            } catch (StoreFailure failure) {
                if (!S3Failures.isConflict(failure)) {
                    throw failure;
                }
                LockSupport.parkNanos(CONFLICT_PAUSE.toNanos());
            }
        }
        return answer(write);
    }
}
