package dev.glint.s3;

import dev.glint.image.StoreFailure;
import java.time.Duration;
import org.jboss.logging.Logger;

/** A multipart upload that failed. It costs its owner storage until it is removed. */
public final class UploadCleanup {

    private static final Logger LOG = Logger.getLogger(UploadCleanup.class);

    private final Transfers transfers;
    private final S3Upload upload;

    public UploadCleanup(Transfers transfers, S3Upload upload) {
        this.transfers = transfers;
        this.upload = upload;
    }

    /**
     * Removes the upload and its parts because of a failure. A caller that has waited in vain for S3 already does not wait as
     * long again: the removal then goes on without it.
     *
     * @return the failure; with the upload's id where it could not be removed
     */
    public RuntimeException removeAfter(Throwable failure) {
        boolean removed = remove(transfers.patienceAfter(failure));
        if (!(failure instanceof StoreFailure known)) {
            return failure instanceof RuntimeException bug ? bug : new IllegalStateException(failure);
        }
        if (removed) {
            return known;
        }
        String sentence = known.getMessage() + " The unfinished upload " + upload.id() + " could not be removed.";
        return new StoreFailure(known.kind(), sentence, known.getCause());
    }

    /** Removes the upload because the image is stored already; if that fails, only the log has to hear of it. */
    public void removeAsSuperfluous() {
        remove(transfers.deadline());
    }

    private boolean remove(Duration patience) {
        boolean removed = transfers.workers().attempt(upload::abort, patience);
        if (!removed) {
            LOG.warnf(
                    "The unfinished upload %s of %s could not be removed.",
                    upload.id(), upload.object().key());
        }
        return removed;
    }
}
