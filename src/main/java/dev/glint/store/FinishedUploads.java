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

/** Takes direct uploads for images, once their clients are done with them. */
@Singleton
class FinishedUploads {

    private final StoreSettings settings;
    private final S3Clients clients;
    private final UploadResources resources;
    private final ActiveUploads active;

    FinishedUploads(StoreSettings settings, S3Clients clients, UploadResources resources, ActiveUploads active) {
        this.settings = settings;
        this.clients = clients;
        this.resources = resources;
        this.active = active;
    }

    StoredImage add(ImageId id, FinishedUpload upload, DeclaredContent declared, Cancellation cancellation) {
        return active.run(cancellation, () -> finish(id, upload, declared, cancellation));
    }

    private StoredImage finish(ImageId id, FinishedUpload upload, DeclaredContent declared, Cancellation cancellation) {
        S3Bucket bucket = clients.bucket();
        String key = id.value();
        DirectObject object =
                upload.uploadId().isPresent() ? completed(bucket, key, upload, declared) : put(bucket, key);
        DirectObjectCheck check = new DirectObjectCheck(resources, bucket, key, object, declared);
        Optional<ImageDigests> digests = upload.verified() ? check.read(cancellation) : check.trust();
        return new StoredImage(
                settings.locate(id),
                object.head().contentLength(),
                digests,
                object.head().eTag());
    }

    private DirectObject completed(S3Bucket bucket, String key, FinishedUpload upload, DeclaredContent declared) {
        UploadId uploadId = UploadId.parse(upload.uploadId().orElseThrow(), key);
        declared.checkSize(uploadId.size());
        return new UploadCompletion(resources, bucket, key, uploadId).run(upload.parts());
    }

    private DirectObject put(S3Bucket bucket, String key) {
        Optional<DirectObject> object = DirectObject.find(bucket, key);
        if (object.isEmpty() && !bucket.exists()) {
            throw S3Failures.noSuchBucket(settings.bucket);
        }
        return object.orElseThrow(() -> missing(key));
    }

    private static StoreFailure missing(String key) {
        return NOT_FOUND
                .because("Nothing has been uploaded as %s; S3 has to answer the upload before it is finished.", key)
                .of(key);
    }
}
