package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;

import dev.glint.image.DeclaredContent;
import dev.glint.image.FinishedUpload;
import dev.glint.image.ImageDigests;
import dev.glint.image.ImageId;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoredImage;
import dev.glint.source.Cancellation;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes direct uploads for images, once their clients are done with them. */
@Singleton
class FinishedUploads {

    private final StoreSettings settings;
    private final S3Clients clients;
    private final UploadResources resources;
    private final ActiveUploads active;
    private final KeyLocks turns = new KeyLocks();

    FinishedUploads(StoreSettings settings, S3Clients clients, UploadResources resources, ActiveUploads active) {
        this.settings = settings;
        this.clients = clients;
        this.resources = resources;
        this.active = active;
    }

    StoredImage add(ImageId id, FinishedUpload upload, DeclaredContent declared, Cancellation cancellation) {
        return active.run(cancellation, () -> inTurn(id, upload, () -> finish(id, upload, declared, cancellation)));
    }

    /**
     * Uploads in parts of one id are finished one after the other in this process. On a server that ignores {@code If-None-Match}
     * several calls could take the {@link RemovalRight}; here at least they do not meet.
     */
    private StoredImage inTurn(ImageId id, FinishedUpload upload, Supplier<StoredImage> finish) {
        if (upload.uploadId().isEmpty()) {
            return finish.get();
        }
        KeyLocks.Held turn = turns.acquire(id.value(), resources.deadline());
        try {
            return finish.get();
        } finally {
            turn.close();
        }
    }

    private StoredImage finish(ImageId id, FinishedUpload upload, DeclaredContent declared, Cancellation cancellation) {
        S3Bucket bucket = clients.bucket();
        S3Object image = bucket.object(id.value());
        if (upload.uploadId().isEmpty()) {
            DirectObject object = put(image);
            RemovalRight none =
                    RemovalRight.none(resources, bucket, object.mark().upload());
            return checked(id, object, upload, declared, none, cancellation);
        }
        UploadId uploadId = UploadId.parse(upload.uploadId().orElseThrow(), id.value());
        declared.checkSize(uploadId.size());
        RemovalRight right = RemovalRight.claim(resources, bucket, uploadId.upload());
        try {
            DirectObject object = new UploadCompletion(resources, image, uploadId).run(upload.parts());
            StoredImage stored = checked(id, object, upload, declared, right, cancellation);
            right.release(resources.deadline());
            return stored;
        } catch (RuntimeException | Error failure) {
            right.release(resources.patienceAfter(failure));
            throw failure;
        }
    }

    private StoredImage checked(
            ImageId id,
            DirectObject object,
            FinishedUpload upload,
            DeclaredContent declared,
            RemovalRight right,
            Cancellation cancellation) {
        DirectObjectCheck check = new DirectObjectCheck(resources, object, declared, right);
        Optional<ImageDigests> digests = upload.verified() ? check.read(cancellation) : check.trust();
        return new StoredImage(
                settings.locate(id),
                object.head().contentLength(),
                digests,
                object.head().eTag());
    }

    private DirectObject put(S3Object image) {
        Optional<DirectObject> object = DirectObject.find(image);
        if (object.isEmpty() && !image.bucket().exists()) {
            throw S3Failures.noSuchBucket(settings.bucket);
        }
        return object.orElseThrow(() -> missing(image.key()));
    }

    private static StoreFailure missing(String key) {
        return NOT_FOUND
                .because(
                        "Nothing has been uploaded as %s; S3 must answer the upload with 200 before it is finished. If S3 answered "
                                + "501, it does not take conditional writes: add the image with data or source.",
                        key)
                .of(key);
    }
}
