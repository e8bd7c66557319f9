package dev.glint.s3;

import dev.glint.image.StoreFailure;
import org.jboss.logging.Logger;

/** An object that a call made and must not leave, since it is not what it should be. */
public final class ObjectCleanup {

    private static final Logger LOG = Logger.getLogger(ObjectCleanup.class);

    private ObjectCleanup() {}

    /** Removes it, and answers the failure with a sentence that says whether that was possible. */
    public static StoreFailure removeAfter(StoreFailure failure, Transfers transfers, SeenObject seen) {
        return removeAfter(failure, transfers, seen.object(), seen::delete);
    }

    /** The same where more than the ETag has to be compared. */
    public static StoreFailure removeAfter(
            StoreFailure failure, Transfers transfers, S3Object object, Runnable removal) {
        boolean removed = transfers.workers().attempt(removal, transfers.deadline());
        if (!removed) {
            LOG.warnf("The object %s is not what it should be, and could not be removed.", object.key());
        }
        String sentence = removed ? " It was removed again." : " It could not be removed.";
        return new StoreFailure(failure.kind(), failure.getMessage() + sentence, failure.getCause())
                .about(object.key());
    }
}
