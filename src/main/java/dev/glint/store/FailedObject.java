package dev.glint.store;

import dev.glint.image.StoreFailure;
import org.jboss.logging.Logger;

/** An object that a call made and must not leave, since it is not what it should be. */
final class FailedObject {

    private static final Logger LOG = Logger.getLogger(FailedObject.class);

    private FailedObject() {}

    /** Removes it, and answers the failure with a sentence that says whether that was possible. */
    static StoreFailure removeAfter(
            StoreFailure failure, UploadResources resources, S3Object object, Runnable removal) {
        boolean removed = resources.attempt(removal, resources.deadline());
        if (!removed) {
            LOG.warnf("The object %s is not what it should be, and could not be removed.", object.key());
        }
        String sentence = removed ? " It was removed again." : " It could not be removed.";
        return new StoreFailure(failure.kind(), failure.getMessage() + sentence, failure.getCause()).of(object.key());
    }
}
