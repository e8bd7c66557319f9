package dev.glint.direct;

import static dev.glint.image.StoreFailure.Kind.DUPLICATE;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.exclusive.Exclusivity;
import dev.glint.image.FinishRequest;
import dev.glint.image.StoreFailure;
import dev.glint.s3.ObjectCleanup;
import dev.glint.s3.RetryCounter;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.S3Upload;
import dev.glint.s3.SeenObject;
import dev.glint.s3.Transfers;
import dev.glint.s3.UncertainWrite;
import dev.glint.s3.UploadCleanup;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Makes an object of the parts that a client uploaded, at most once, and never in the place of another one. The object's metadata
 * tells which upload made it, but not which call: its metadata was fixed when the upload began. So finishing is idempotent: a
 * later call finds the work done.
 */
final class UploadCompletion {

    private final Transfers transfers;
    private final Exclusivity exclusivity;
    private final S3Object object;
    private final UncertainWrite outcome;
    private final UploadId id;
    private final S3Upload upload;

    UploadCompletion(Transfers transfers, Exclusivity exclusivity, S3Object object, UploadId id) {
        this.transfers = transfers;
        this.exclusivity = exclusivity;
        this.object = object;
        this.outcome = new UncertainWrite(transfers, object);
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
    UploadedObject run(Optional<List<FinishRequest.Part>> listed) {
        try {
            Optional<UploadedParts> parts = UploadedParts.list(upload, id);
            // A server may ignore the condition of the last request: the less time since a look, the better.
            return exclusivity.complete(upload, () -> UploadedObject.find(object, id, false), () -> {
                UploadedParts uploaded = parts.orElseThrow(() -> UploadId.unknown(object.key()));
                uploaded.checkComplete();
                listed.ifPresent(uploaded::checkListed);
                return complete(uploaded);
            });
        } catch (StoreFailure failure) {
            throw failure.kind() == DUPLICATE ? abandonedAfter(failure) : failure;
        }
    }

    private UploadedObject complete(UploadedParts parts) {
        RetryCounter retries = new RetryCounter();
        String etag;
        try {
            etag = exclusivity.request(upload.counting(retries), parts.completed());
        } catch (StoreFailure failure) {
            return settle(failure, retries.retries() > 0);
        }
        return confirm(etag.isEmpty() ? parts.etag() : etag);
    }

    /** Looks after a success, which proves nothing on a server that knows no conditions, or with an id that was made up. */
    private UploadedObject confirm(String etag) {
        HeadObjectResponse found = outcome.look()
                .orElseThrow(() -> NOT_FOUND
                        .because("The image %s was deleted while its upload was finished.", object.key())
                        .about(object.key()));
        try {
            return UploadedObject.of(object, found, id, true);
        } catch (StoreFailure failure) {
            throw found.eTag().equals(etag)
                    ? ObjectCleanup.removeAfter(
                            UploadId.unknown(object.key()), transfers, new SeenObject(object, found.eTag()))
                    : failure;
        }
    }

    /** Looks after a failure: an attempt of ours that got no answer may have succeeded, or another call was quicker. */
    private UploadedObject settle(StoreFailure failure, boolean retried) {
        boolean answered = S3Failures.isConditionFailed(failure) || failure.kind() == NOT_FOUND;
        boolean mayBeOurs = retried || !answered;
        return outcome.settle(failure, found -> UploadedObject.of(object, found, id, mayBeOurs), this::withoutObject);
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
        return new UploadCleanup(transfers, upload).removeAfter(failure);
    }
}
