package dev.glint.s3;

import dev.glint.image.StoreFailure;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The uploads of a key that nobody knows. They did not exist before a request for an upload, do not belong to this process, and
 * have no parts.
 */
final class OrphanedUploads {

    private static final Logger LOG = Logger.getLogger(OrphanedUploads.class);

    private final S3Object object;
    private final List<String> ids;

    private OrphanedUploads(S3Object object, List<String> ids) {
        this.object = object;
        this.ids = ids;
    }

    /** Looks for them; fails as S3 does. */
    static OrphanedUploads find(S3Object object, Set<String> known) {
        List<String> ids = object.uploadIds().stream()
                .filter(id -> !known.contains(id) && isEmpty(object.upload(id)))
                .toList();
        return new OrphanedUploads(object, ids);
    }

    private static boolean isEmpty(S3Upload upload) {
        return upload.parts(0).map(listed -> listed.parts().isEmpty()).orElse(false);
    }

    int count() {
        return ids.size();
    }

    /** Removes them, and answers those that are left. */
    OrphanedUploads remove() {
        return new OrphanedUploads(
                object, ids.stream().filter(id -> !isRemoved(id)).toList());
    }

    private boolean isRemoved(String id) {
        try {
            object.upload(id).abort();
            return true;
        } catch (StoreFailure failure) {
            return false;
        }
    }

    /** Names them in the log, so that somebody can remove them. */
    OrphanedUploads log() {
        if (!ids.isEmpty()) {
            LOG.warn("Uploads of " + object.key() + " without parts, which nobody may know: " + String.join(", ", ids));
        }
        return this;
    }

    /** The failure that left them, with their ids. */
    StoreFailure namedIn(StoreFailure failure) {
        if (ids.isEmpty()) {
            return failure;
        }
        String sentence =
                failure.getMessage() + " These uploads without parts may be left: " + String.join(", ", ids) + ".";
        return new StoreFailure(failure.kind(), sentence, failure.getCause());
    }
}
