package dev.glint.sink;

import static dev.glint.image.StoreFailure.Kind.DUPLICATE;

import dev.glint.image.RequestId;
import dev.glint.image.StoreFailure;
import dev.glint.s3.S3Object;
import java.util.Optional;

/**
 * A note, in the bucket of an image, that it is being deleted and that the sink has not been told yet. It is there from before the
 * deletion until the sink knows: whoever asks for the deletion again can tell it then.
 *
 * @param doer the request that deletes it
 */
public record PendingDeletion(S3Object note, RequestId doer) {

    /** No image id has a slash. */
    private static final String PREFIX = ".glint/deletion/";

    /** Makes the note; empty if there is one already. */
    public static Optional<PendingDeletion> begin(S3Object image, RequestId doer) {
        S3Object note = place(image);
        try {
            note.putText(doer.value());
            return Optional.of(new PendingDeletion(note, doer));
        } catch (StoreFailure failure) {
            if (failure.kind() == DUPLICATE) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** The note about an image; empty if there is none. */
    public static Optional<PendingDeletion> find(S3Object image) {
        S3Object note = place(image);
        return note.text().map(text -> new PendingDeletion(note, new RequestId(text)));
    }

    private static S3Object place(S3Object image) {
        return image.sibling(PREFIX + image.key());
    }

    /** The sink has been told, or nothing was deleted. */
    public void end() {
        note.delete();
    }
}
