package dev.glint.s3;

import static dev.glint.config.ConditionalOperation.DELETE;

import dev.glint.image.StoreFailure;
import dev.glint.s3.ConditionalWrites.Finding;
import java.util.Optional;

/**
 * An object as a look has found it.
 *
 * @param etag the ETag that it had then
 */
public record SeenObject(S3Object object, String etag) {

    /** Looks at an object; empty if there is none. */
    public static Optional<SeenObject> find(S3Object object) {
        return object.head().map(found -> new SeenObject(object, found.eTag()));
    }

    /**
     * Deletes it, and where the server honours {@code If-Match}, no other that has come in its place.
     *
     * @return whether it was still there, as far as the server says
     */
    public boolean delete() {
        ConditionalWrites conditions = object.bucket().conditions();
        if (conditions.refuses(DELETE)) {
            object.delete();
            return true;
        }
        try {
            requestDeletion();
            return true;
        } catch (StoreFailure failure) {
            boolean failed = S3Failures.isConditionFailed(failure);
            if (S3Failures.isNotFound(failure)) {
                return false;
            }
            if (failed && !isUnchanged()) {
                conditions.found(DELETE, Finding.HONOURED);
                return false;
            }
            if (!failed && !S3Failures.isNotImplemented(failure)) {
                throw failure;
            }
            // It does not know the condition, or compares with another ETag than it tells.
            conditions.found(DELETE, Finding.REFUSED);
            return delete();
        }
    }

    /**
     * The same where an answer of S3 may be lost.
     *
     * @return whether this call has deleted it, as far as can be told
     */
    public boolean delete(Transfers transfers) {
        RetryCounter retries = new RetryCounter();
        try {
            // If it was not there any more, an attempt of ours without an answer may have deleted it.
            return new SeenObject(object.counting(retries), etag).delete() || retries.retries() > 0;
        } catch (StoreFailure failure) {
            if (new SeenObject(object.within(transfers.patienceAfter(failure)), etag).isUnchanged()) {
                throw failure;
            }
            return true;
        }
    }

    /** Asks for the deletion of this object and no other; fails as S3 does. */
    public void requestDeletion() {
        S3Call.answer(() -> object.bucket()
                .client()
                .deleteObject(request -> request.bucket(object.bucket().name())
                        .key(object.key())
                        .ifMatch(etag)
                        .overrideConfiguration(object.bucket().options())));
    }

    private boolean isUnchanged() {
        return find(object).filter(found -> found.etag.equals(etag)).isPresent();
    }
}
