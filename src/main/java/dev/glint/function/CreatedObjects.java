package dev.glint.function;

import dev.glint.access.Permission;
import dev.glint.config.StoreSettings;
import dev.glint.direct.DirectUploads;
import dev.glint.image.DeclaredContent;
import dev.glint.image.ImageId;
import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.s3.UncertainWrite;
import dev.glint.store.ImageStore;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes images of new objects. What a client has written to {@code s3.store.bucket} by a presigned URL is finished. An object in one of
 * {@code s3.store.allowed-buckets} is copied, and its key is the id. All other objects are left alone, also those that Glint itself
 * has written.
 */
@Singleton
class CreatedObjects {

    private static final Logger LOG = Logger.getLogger(CreatedObjects.class);

    /** The object is in another bucket, or it is gone. */
    private static final Set<Kind> NOTHING_TO_DO = EnumSet.of(Kind.LOCATION_REFUSED, Kind.NOT_FOUND);

    private final StoreSettings settings;
    private final ImageStore store;
    private final DirectUploads uploads;
    private final ImageOperations images;
    private final Announcements announcements;

    CreatedObjects(
            StoreSettings settings,
            ImageStore store,
            DirectUploads uploads,
            ImageOperations images,
            Announcements announcements) {
        this.settings = settings;
        this.store = store;
        this.uploads = uploads;
        this.images = images;
        this.announcements = announcements;
    }

    /**
     * Makes an image of an object.
     *
     * @return empty if it is to be left alone
     */
    Optional<AddResponse> add(CreatedObject object, Call call, Permission permission) {
        if (!ImageId.isId(object.key()) || !ImageLocation.isBucket(object.bucket())) {
            LOG.debug("An object is ignored, as its key is no image id.");
            return Optional.empty();
        }
        ImageLocation location = ImageLocation.of(settings.endpoint, object.bucket(), new ImageId(object.key()));
        try {
            settings.checkAllowed(location);
            return object.bucket().equals(settings.bucket)
                    ? finish(permission.id(object.key()), call)
                    : Optional.of(copy(location, object.size(), call, permission));
        } catch (StoreFailure failure) {
            if (NOTHING_TO_DO.contains(failure.kind())) {
                LOG.debugf("The object %s is ignored. %s", object.key(), failure.getMessage());
                return Optional.empty();
            }
            throw failure;
        }
    }

    private AddResponse copy(ImageLocation location, Long size, Call call, Permission permission) {
        try {
            // The size tells if the object was replaced since.
            return images.add(AddRequest.ofObject(location, size), call, permission);
        } catch (StoreFailure failure) {
            // It can also be the upload that is gone, if somebody removes it while it writes the image.
            if (failure.kind() == Kind.NOT_FOUND && store.object(location).exists()) {
                throw UncertainWrite.lost(failure);
            }
            throw failure;
        }
    }

    private Optional<AddResponse> finish(ImageId id, Call call) {
        CallLog.about(id.value());
        DeclaredContent any =
                new DeclaredContent(OptionalLong.empty(), Optional.empty(), settings.hashAlgorithm(), Optional.empty());
        return uploads.finishWritten(id, any, call.cancellation()).map(upload -> announcements.added(upload, call));
    }
}
