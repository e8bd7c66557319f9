package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;

import dev.glint.config.StoreSettings;
import dev.glint.direct.DirectUploads;
import dev.glint.direct.FinishedUpload;
import dev.glint.image.DeclaredContent;
import dev.glint.image.FinishRequest;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.KnownContent;
import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoredImage;
import dev.glint.s3.DownloadOptions;
import dev.glint.s3.PresignedUpload;
import dev.glint.s3.PresignedUrl;
import dev.glint.s3.Presigner;
import dev.glint.s3.S3Clients;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.SeenObject;
import dev.glint.s3.Transfers;
import dev.glint.s3.UploadOptions;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import dev.glint.transfer.ContentSummary;
import jakarta.inject.Singleton;
import java.util.List;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Images in S3, with the operations of Glance's store. Every failure is a {@link StoreFailure}; a location that is not
 * allowed is {@code LOCATION_REFUSED} before any request is made.
 */
@Singleton
public class ImageStore {

    private final StoreSettings settings;
    private final S3Clients clients;
    private final Transfers uploads;
    private final Presigner presigner;
    private final DirectUploads direct;
    private final ImageWriter writer;

    ImageStore(
            StoreSettings settings,
            S3Clients clients,
            Transfers uploads,
            Presigner presigner,
            DirectUploads direct,
            ImageWriter writer) {
        this.settings = settings;
        this.clients = clients;
        this.uploads = uploads;
        this.presigner = presigner;
        this.direct = direct;
        this.writer = writer;
    }

    /** The schemes of the locations that this store can read. */
    public List<String> schemes() {
        return ImageLocation.SCHEMES;
    }

    /** Where an image of this id is, or would be. */
    public ImageLocation locate(ImageId id) {
        return settings.locate(id);
    }

    /**
     * Stores an image under an id that is not taken, whole or not at all. Holds {@code s3.store.parts-in-flight} parts at a
     * time, however large the image is.
     *
     * @throws StoreFailure {@code DUPLICATE} if the id is taken, unless it was by a call of the same request;
     *     {@code CONTENT_MISMATCH} if the content is not the declared one, {@code UNSAFE_IMAGE} if it could harm its host; also
     *     each failure of the source
     */
    public StoredImage add(
            ImageId id, ImageSource source, DeclaredContent declared, RequestId requestId, Cancellation cancellation) {
        S3Object object = clients.bucket().object(id.value());
        WriteResult written = writer.write(object, source, declared, requestId, cancellation);
        ContentSummary bytes = written.bytes();
        return new StoredImage(settings.locate(id), bytes.size(), bytes.known(), written.etag());
    }

    /**
     * An image as the source of another one. No request is made before it is opened.
     *
     * @param most how many bytes it may have; more are {@code TOO_LARGE}
     */
    public ImageSource source(ImageLocation location, long most) {
        settings.checkAllowed(location);
        return new StoredSource(this, location, most);
    }

    /**
     * Opens an image for reading.
     *
     * @throws StoreFailure {@code NOT_FOUND}
     */
    public ImageContent get(ImageLocation location, Cancellation cancellation) {
        try {
            return uploads.open(object(location), cancellation);
        } catch (StoreFailure failure) {
            throw failure.kind() == NOT_FOUND ? notFound(location) : failure;
        }
    }

    /**
     * Says how large an image is and, if asked, which digests and which format are known of it. Makes one request, and another one if
     * these are in tags.
     *
     * @throws StoreFailure {@code NOT_FOUND}
     */
    public StoredImage describe(ImageLocation location, boolean withDigests) {
        S3Object object = object(location);
        HeadObjectResponse found = object.head().orElseThrow(() -> notFound(location));
        KnownContent known = withDigests ? KnownDigests.find(uploads, object, found) : KnownContent.NOTHING;
        return new StoredImage(location, found.contentLength(), known, found.eTag());
    }

    /** Signs a URL with which a client reads an image straight from S3. Makes no request, so there need be no image. */
    public PresignedUrl presign(ImageLocation location, DownloadOptions options) {
        settings.checkAllowed(location);
        return presigner.download(location, options);
    }

    /**
     * Signs the URLs with which a client writes an image straight to S3: one, or, above {@code
     * s3.store.presigned.multipart-threshold}, those of the first parts.
     *
     * @throws StoreFailure {@code DUPLICATE} if the id is taken, unless the options say not to look
     */
    public PresignedUpload presignUpload(ImageLocation location, UploadOptions options) {
        return direct.begin(location, options);
    }

    /**
     * Signs the URLs of the next parts of an upload, or of the same ones again.
     *
     * @param firstPart a number from 1 on
     * @throws StoreFailure {@code NOT_FOUND} if there is no such upload, unless the options say not to look
     */
    public PresignedUpload presignParts(ImageLocation location, String uploadId, int firstPart, UploadOptions options) {
        return direct.renew(location, uploadId, firstPart, options);
    }

    /**
     * Makes an image of what a client has uploaded. Any call that finishes the same upload again gets the same
     * answer.
     *
     * @throws StoreFailure {@code NOT_FOUND} if there is no such upload, {@code DUPLICATE} if the id is another image's, {@code
     *     CONTENT_MISMATCH} if the upload is not complete, or not what was declared, {@code UNSAFE_IMAGE} if it could harm its host
     */
    public FinishedUpload finishUpload(
            ImageId id, FinishRequest upload, DeclaredContent declared, Cancellation cancellation) {
        return direct.finish(id, upload, declared, cancellation);
    }

    /**
     * Removes what a client has uploaded of an image in parts, and all its URLs with it.
     *
     * @throws StoreFailure {@code NOT_FOUND} if there is no such upload
     */
    public void abandonUpload(ImageLocation location, String uploadId) {
        settings.checkAllowed(location);
        direct.abandon(location, uploadId);
    }

    /**
     * Deletes an image.
     *
     * @throws StoreFailure {@code NOT_FOUND}
     */
    public void delete(ImageLocation location) {
        S3Object object = object(location);
        SeenObject image = SeenObject.find(object)
                .orElseThrow(() ->
                        object.bucket().exists() ? notFound(location) : S3Failures.noSuchBucket(location.bucket()));
        if (!image.delete(uploads)) {
            throw notFound(location);
        }
    }

    /** Where an image is, or would be. */
    public S3Object object(ImageLocation location) {
        settings.checkAllowed(location);
        return clients.object(location);
    }

    private static StoreFailure notFound(ImageLocation location) {
        return NOT_FOUND
                .because("There is no image %s in the bucket %s.", location.id(), location.bucket())
                .about(location.id());
    }
}
