package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.access.Permission;
import dev.glint.compression.SourceForm;
import dev.glint.config.StoreSettings;
import dev.glint.config.TrustSettings;
import dev.glint.image.DeclaredContent;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.image.StoredImage;
import dev.glint.s3.PresignedUpload;
import dev.glint.s3.PresignedUrl;
import dev.glint.s3.UploadOptions;
import dev.glint.source.ImageSource;
import dev.glint.store.ImageStore;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the functions do: each reads its request, calls the store, and says what came of it. */
@Singleton
class ImageOperations {

    /** Why an image can be unavailable without the call having failed. */
    static final Set<Kind> UNAVAILABLE = EnumSet.of(Kind.NOT_FOUND, Kind.STORE_UNAVAILABLE, Kind.STORE_FORBIDDEN);

    private final StoreSettings settings;
    private final TrustSettings trust;
    private final ImageStore store;
    private final AddSources sources;
    private final Deletions deletions;
    private final Announcements announcements;

    ImageOperations(
            StoreSettings settings,
            TrustSettings trust,
            ImageStore store,
            AddSources sources,
            Deletions deletions,
            Announcements announcements) {
        this.settings = settings;
        this.trust = trust;
        this.store = store;
        this.sources = sources;
        this.deletions = deletions;
        this.announcements = announcements;
    }

    /** Stores an image under an id that is not taken. */
    AddResponse add(RequestBody body, Call call, Permission permission) {
        return add(StrictReader.read(body, AddRequest.class), call, permission);
    }

    /** Does what a request that has been read asks for. */
    AddResponse add(AddRequest request, Call call, Permission permission) {
        ImageId id = permission.id(request.imageId());
        CallLog.about(id.value());
        boolean isUpload = request.finishesUpload();
        SourceForm form = request.form();
        DeclaredContent declared = request.declared(settings.hashAlgorithm(), trust);
        if (isUpload) {
            return announcements.added(store.finishUpload(id, request.finish(), declared, call.cancellation()), call);
        }
        ImageSource source = sources.of(request, form, declared, permission);
        return announcements.added(store.add(id, source, declared, call.requestId(), call.cancellation()), call);
    }

    /** Says how many bytes an image has, and, if asked, with which digests. */
    SizeResponse getSize(RequestBody body, Permission permission) {
        SizeRequest request = StrictReader.read(body, SizeRequest.class);
        ImageLocation location = locate(request.imageId(), request.location(), permission);
        try {
            return SizeResponse.of(store.describe(location, request.asksForDigests()));
        } catch (StoreFailure failure) {
            if (UNAVAILABLE.contains(failure.kind())) {
                return SizeResponse.unavailable(location, failure.kind());
            }
            throw failure;
        }
    }

    /** Hands out URLs with which a client reads an image straight from S3, or writes one. */
    PresignResponse getPresigned(RequestBody body, Permission permission) {
        PresignRequest request = StrictReader.read(body, PresignRequest.class);
        ImageLocation location = locate(request.imageId(), request.location(), permission);
        if (request.asksForUpload()) {
            permission.checkUpload();
            return upload(request, location);
        }
        return download(request, location);
    }

    private PresignResponse download(PresignRequest request, ImageLocation location) {
        // Signed first: what is wrong with a request is said before S3 is asked.
        PresignedUrl url = store.presign(location, request.download());
        Optional<StoredImage> image =
                request.verifies() ? Optional.of(store.describe(location, request.asksForDigests())) : Optional.empty();
        return PresignResponse.download(location, url, image);
    }

    private PresignResponse upload(PresignRequest request, ImageLocation location) {
        UploadOptions options = request.upload(settings.hashAlgorithm());
        PresignedUpload presigned = request.uploadId() == null
                ? store.presignUpload(location, options)
                : store.presignParts(location, request.uploadId(), request.firstPartOrOne(), options);
        return PresignResponse.upload(location, presigned);
    }

    /** Deletes an image, or what there is of an upload. */
    DeleteResponse delete(RequestBody body, Call call, Permission permission) {
        DeleteRequest request = StrictReader.read(body, DeleteRequest.class);
        ImageLocation location = locate(request.imageId(), request.location(), permission);
        return request.uploadId() == null
                ? deletions.delete(location, call)
                : deletions.abandon(location, request.uploadId(), call);
    }

    private ImageLocation locate(String imageId, String location, Permission permission) {
        if ((imageId == null) == (location == null)) {
            throw INVALID_REQUEST.because("Exactly one of the fields imageId and location must be given.");
        }
        ImageLocation image = imageId == null ? permission.location(location) : store.locate(permission.id(imageId));
        CallLog.about(image.id());
        return image;
    }
}
