package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import dev.glint.s3.S3Object;
import dev.glint.sink.EventSink;
import dev.glint.sink.PendingDeletion;
import dev.glint.store.ImageStore;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Deletes images, and tells the sink of it. What could not be told is told when the same image is to be deleted again. */
@Singleton
class Deletions {

    private final ImageStore store;
    private final EventSink sink;
    private final Announcements announcements;

    Deletions(ImageStore store, EventSink sink, Announcements announcements) {
        this.store = store;
        this.sink = sink;
        this.announcements = announcements;
    }

    /**
     * Deletes an image.
     *
     * @throws StoreFailure {@code NOT_FOUND}
     */
    DeleteResponse delete(ImageLocation location, Call call) {
        return repeatably(location, call, () -> {
            if (sink.isRequired()) {
                deleteAndTell(location, call);
            } else {
                store.delete(location);
                announcements.tell(deleted(location, true), location, call);
            }
        });
    }

    /**
     * Removes what there is of an upload. Nobody is told, as it was no image.
     *
     * @throws StoreFailure {@code NOT_FOUND}
     */
    DeleteResponse abandon(ImageLocation location, String uploadId, Call call) {
        return repeatably(location, call, () -> store.abandonUpload(location, uploadId));
    }

    /** An event may be delivered again, so for one it is no failure that there is nothing. */
    private static DeleteResponse repeatably(ImageLocation location, Call call, Runnable deletion) {
        try {
            deletion.run();
            return deleted(location, true);
        } catch (StoreFailure failure) {
            if (call.isEvent() && failure.kind() == NOT_FOUND) {
                return deleted(location, false);
            }
            throw failure;
        }
    }

    private void deleteAndTell(ImageLocation location, Call call) {
        S3Object image = store.object(location);
        if (image.exists()) {
            PendingDeletion pending = begin(location, call, image);
            try {
                store.delete(location);
            } catch (StoreFailure failure) {
                if (failure.kind() == NOT_FOUND) {
                    // Another call has deleted it meanwhile. The event is true in any case.
                    tell(location, call, pending);
                }
                throw failure;
            }
            tell(location, call, pending);
        } else if (!tellEarlier(location, call, image)) {
            // It fails, and says why.
            store.delete(location);
        }
    }

    /**
     * Makes the note. One that is there already is of a deletion that the sink may not know: by the same request, then it is used
     * again, or of an earlier image of this id, then the sink is told now.
     */
    private PendingDeletion begin(ImageLocation location, Call call, S3Object image) {
        Optional<PendingDeletion> begun = PendingDeletion.begin(image, call.requestId());
        if (begun.isEmpty()) {
            Optional<PendingDeletion> earlier = PendingDeletion.find(image);
            if (earlier.filter(pending -> isOwn(pending, call)).isPresent()) {
                return earlier.get();
            }
            earlier.ifPresent(pending -> tell(location, call, pending));
            begun = PendingDeletion.begin(image, call.requestId());
        }
        return begun.orElseThrow(
                () -> STORE_UNAVAILABLE.because("Another call is deleting the image right now; try again."));
    }

    /** Tells of a deletion that the sink may not know. Returns whether it was this call's own. */
    private boolean tellEarlier(ImageLocation location, Call call, S3Object image) {
        Optional<PendingDeletion> earlier = PendingDeletion.find(image);
        earlier.ifPresent(pending -> tell(location, call, pending));
        return earlier.filter(pending -> isOwn(pending, call)).isPresent();
    }

    private static boolean isOwn(PendingDeletion pending, Call call) {
        return pending.doer().equals(call.requestId());
    }

    private void tell(ImageLocation location, Call call, PendingDeletion pending) {
        announcements.tell(deleted(location, true), location, call, pending.doer());
        pending.end();
    }

    private static DeleteResponse deleted(ImageLocation location, boolean isDeleted) {
        return new DeleteResponse(location.id(), location.toString(), isDeleted);
    }
}
