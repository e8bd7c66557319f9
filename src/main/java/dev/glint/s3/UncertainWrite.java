package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.DUPLICATE;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A write whose outcome S3's answer does not tell. A 412 can be caused by our own attempt whose answer was
 * lost; a 200 proves nothing on a server that ignores {@code If-None-Match}. So the object itself is looked at.
 */
public final class UncertainWrite {

    /** After these the object can exist all the same, and be what was written. */
    private static final Set<StoreFailure.Kind> UNCERTAIN = EnumSet.of(DUPLICATE, NOT_FOUND, STORE_UNAVAILABLE);

    private final Transfers transfers;
    private final S3Object object;

    public UncertainWrite(Transfers transfers, S3Object object) {
        this.transfers = transfers;
        this.object = object;
    }

    /**
     * Looks at the object after a write that succeeded.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE}, which says that the outcome is not known
     */
    public Optional<HeadObjectResponse> look() {
        try {
            return object.head();
        } catch (StoreFailure failure) {
            throw failure.kind() == STORE_UNAVAILABLE ? unknown(failure) : failure;
        }
    }

    /**
     * Looks at the object after a write that failed.
     *
     * @param result what the write has come to if there is an object; fails if it is another call's
     * @param absence what the failure means if there is none
     * @throws StoreFailure the failure, if after it there can be no object of this write
     */
    public <T> T settle(
            StoreFailure failure, Function<HeadObjectResponse, T> result, UnaryOperator<StoreFailure> absence) {
        if (!UNCERTAIN.contains(failure.kind())) {
            throw failure;
        }
        Optional<HeadObjectResponse> found;
        try {
            found = object.within(transfers.patienceAfter(failure)).head();
        } catch (StoreFailure blind) {
            throw unknown(failure);
        }
        return found.map(result).orElseThrow(() -> absence.apply(failure));
    }

    /** The failure of a write that another request made void. */
    public static StoreFailure lost(StoreFailure failure) {
        return new StoreFailure(
                STORE_UNAVAILABLE, "Another request wrote and removed this image meanwhile; try again.", failure);
    }

    private static StoreFailure unknown(StoreFailure failure) {
        return new StoreFailure(
                STORE_UNAVAILABLE,
                failure.getMessage() + " Whether the image is stored is not known; repeat the same request.",
                failure.getCause());
    }
}
