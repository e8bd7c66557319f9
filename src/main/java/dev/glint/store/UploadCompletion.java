package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.DUPLICATE;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.FinishedUpload;
import dev.glint.image.StoreFailure;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Makes an object of the parts that a client uploaded, at most once, and never in the place of another one. The object's mark
 * tells which upload made it, but not which call: its metadata was fixed when the upload began. So finishing is idempotent: a
 * later call finds the work done.
 */
final class UploadCompletion {

    private final UploadResources resources;
    private final S3Object object;
    private final UncertainWrite outcome;
    private final UploadId id;
    private final S3Upload upload;

    UploadCompletion(UploadResources resources, S3Object object, UploadId id) {
        this.resources = resources;
        this.object = object;
        this.outcome = new UncertainWrite(resources, object);
        this.id = id;
        this.upload = object.upload(id.s3Id());
    }

    /**
     * Completes the upload, unless that has been done.
     *
     * @param listed the parts as the client knows them
     * @throws StoreFailure {@code CONTENT_MISMATCH} if parts are missing; the upload is then as it was. {@code DUPLICATE} if the id
     *     is taken; then it is removed, as it can come to nothing
     */
    DirectObject run(Optional<List<FinishedUpload.Part>> listed) {
        try {
            Optional<UploadedParts> parts = UploadedParts.list(upload, id);
            // A server may ignore the condition of the last request: the less time since this look, the better.
            Optional<DirectObject> existing = DirectObject.find(object, id, false);
            if (existing.isPresent()) {
                return existing.get();
            }
            UploadedParts uploaded = parts.orElseThrow(() -> UploadId.unknown(object.key()));
            uploaded.checkComplete();
            listed.ifPresent(uploaded::checkListed);
            return complete(uploaded);
        } catch (StoreFailure failure) {
            throw failure.kind() == DUPLICATE ? abandonedAfter(failure) : failure;
        }
    }

    private DirectObject complete(UploadedParts parts) {
        RetryCounter retries = new RetryCounter();
        String etag;
        try {
            etag = resources.complete(upload.counting(retries), parts.completed());
        } catch (StoreFailure failure) {
            return settle(failure, retries.retries() > 0);
        }
        return confirm(etag.isEmpty() ? parts.etag() : etag);
    }

    /** Looks after a success, which proves nothing on a server that knows no conditions, or with an id that was made up. */
    private DirectObject confirm(String etag) {
        HeadObjectResponse found = outcome.look()
                .orElseThrow(() -> NOT_FOUND
                        .because("The image %s was deleted while its upload was finished.", object.key())
                        .of(object.key()));
        try {
            return DirectObject.of(object, found, id, true);
        } catch (StoreFailure failure) {
            throw found.eTag().equals(etag)
                    ? FailedObject.removeAfter(UploadId.unknown(object.key()), resources, object, object::delete)
                    : failure;
        }
    }

    /** Looks after a failure: an attempt of ours that got no answer may have succeeded, or another call was quicker. */
    private DirectObject settle(StoreFailure failure, boolean retried) {
        boolean answered = S3Failures.isConditionFailed(failure) || failure.kind() == NOT_FOUND;
        boolean mayBeOurs = retried || !answered;
        return outcome.settle(failure, found -> DirectObject.of(object, found, id, mayBeOurs), this::withoutObject);
    }

    private StoreFailure withoutObject(StoreFailure failure) {
        return switch (failure.kind()) {
            case NOT_FOUND -> UploadId.unknown(object.key());
            case STORE_UNAVAILABLE -> unfinished(failure);
            default -> UncertainWrite.lost(failure);
        };
    }

    private static StoreFailure unfinished(StoreFailure failure) {
        return new StoreFailure(
                STORE_UNAVAILABLE,
                failure.getMessage() + " The upload is as it was; repeat the same request.",
                failure.getCause());
    }

    private RuntimeException abandonedAfter(StoreFailure failure) {
        return new UnfinishedUpload(resources, upload).removeAfter(failure);
    }
}
