package dev.glint.direct;

import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;

import dev.glint.config.StoreSettings;
import dev.glint.exclusive.Exclusivity;
import dev.glint.image.DeclaredContent;
import dev.glint.image.FinishRequest;
import dev.glint.image.ImageId;
import dev.glint.image.KnownContent;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoredImage;
import dev.glint.s3.KeyLocks;
import dev.glint.s3.S3Bucket;
import dev.glint.s3.S3Clients;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.Transfers;
import dev.glint.source.Cancellation;
import dev.glint.transfer.ActiveCalls;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Finishes direct uploads: makes images of what clients have uploaded. */
@Singleton
class UploadFinisher {

    /** Finishes a single PUT, which must be as its metadata declares. */
    private static final FinishRequest WRITTEN = new FinishRequest(Optional.empty(), Optional.empty(), true, true);

    private final StoreSettings settings;
    private final S3Clients clients;
    private final Transfers transfers;
    private final Exclusivity exclusivity;
    private final ActiveCalls active;
    private final KeyLocks turns = new KeyLocks();

    UploadFinisher(
            StoreSettings settings,
            S3Clients clients,
            Transfers transfers,
            Exclusivity exclusivity,
            ActiveCalls active) {
        this.settings = settings;
        this.clients = clients;
        this.transfers = transfers;
        this.exclusivity = exclusivity;
        this.active = active;
    }

    /** Makes an image of what has been uploaded, unless an earlier call did. */
    FinishedUpload finish(ImageId id, FinishRequest request, DeclaredContent declared, Cancellation cancellation) {
        return active.run(
                cancellation,
                () -> request.uploadId().isEmpty()
                        ? finishPut(id, request, declared, cancellation)
                        : finishParts(id, request, declared, cancellation));
    }

    /**
     * Makes an image of what a client has written with one PUT. An object in parts is left alone, since the call that completed it
     * checks it, and may remove it. If the upload was finished before, it is read again: its tags may be those of the client.
     *
     * @return empty if there is no object, or a client has not written it with one PUT
     */
    Optional<FinishedUpload> finishWritten(ImageId id, DeclaredContent declared, Cancellation cancellation) {
        return clients.bucket()
                .object(id.value())
                .head()
                .filter(UploadMetadata::isOfSinglePut)
                .map(found -> finish(id, WRITTEN, declared, cancellation));
    }

    private FinishedUpload finishPut(
            ImageId id, FinishRequest request, DeclaredContent declared, Cancellation cancellation) {
        S3Bucket bucket = clients.bucket();
        exclusivity.conditions(bucket);
        S3Object image = bucket.object(id.value());
        UploadedObject object = exclusivity.confirm(image, () -> put(image));
        RemovalRight none =
                RemovalRight.none(transfers, bucket, object.metadata().upload());
        return verified(id, object, request, declared, none, cancellation);
    }

    private FinishedUpload finishParts(
            ImageId id, FinishRequest request, DeclaredContent declared, Cancellation cancellation) {
        UploadId uploadId = UploadId.parse(request.uploadId().orElseThrow(), id.value());
        declared.checkSize(uploadId.size());
        // On a server that ignores If-None-Match several calls could take the right; in this process at least they do
        // not meet.
        KeyLocks.Held turn = turns.acquire(id.value(), transfers.deadline());
        try {
            return finishInTurn(id, uploadId, request, declared, cancellation);
        } finally {
            turn.close();
        }
    }

    private FinishedUpload finishInTurn(
            ImageId id, UploadId uploadId, FinishRequest request, DeclaredContent declared, Cancellation cancellation) {
        S3Bucket bucket = clients.bucket();
        exclusivity.conditions(bucket);
        RemovalRight right = RemovalRight.claim(transfers, bucket, uploadId.upload());
        try {
            UploadedObject object = new UploadCompletion(transfers, exclusivity, bucket.object(id.value()), uploadId)
                    .run(request.parts());
            FinishedUpload finished = verified(id, object, request, declared, right, cancellation);
            right.release(transfers.deadline());
            return finished;
        } catch (RuntimeException | Error failure) {
            right.release(transfers.patienceAfter(failure));
            throw failure;
        }
    }

    private FinishedUpload verified(
            ImageId id,
            UploadedObject object,
            FinishRequest upload,
            DeclaredContent declared,
            RemovalRight right,
            Cancellation cancellation) {
        UploadVerification check =
                new UploadVerification(transfers, object, wanted(upload, object, declared), right, cancellation);
        KnownContent content = upload.verified() ? check.read() : check.trust();
        transfers.digestTags().store(object.object(), object.head().eTag(), content);
        StoredImage image = new StoredImage(
                settings.locate(id),
                object.head().contentLength(),
                content,
                object.head().eTag());
        return new FinishedUpload(image, object.metadata().upload());
    }

    /** If any hash will do, then the one that was declared when the upload began: S3 may vouch for it. */
    private static DeclaredContent wanted(FinishRequest upload, UploadedObject object, DeclaredContent declared) {
        DeclaredContent atStart = object.metadata().declared();
        return upload.anyHash() && atStart.hash().isPresent()
                ? declared.withHash(atStart.algorithm(), atStart.hash())
                : declared;
    }

    private UploadedObject put(S3Object image) {
        Optional<UploadedObject> object = UploadedObject.find(image);
        if (object.isEmpty() && !image.bucket().exists()) {
            throw S3Failures.noSuchBucket(settings.bucket);
        }
        return object.orElseThrow(() -> missing(image.key()));
    }

    private static StoreFailure missing(String key) {
        return NOT_FOUND
                .because(
                        "Nothing has been uploaded as %s; S3 must answer the upload with 200 before it is finished. If S3 answered "
                                + "501, it does not take conditional writes: see s3.store.conditional-writes.",
                        key)
                .about(key);
    }
}
