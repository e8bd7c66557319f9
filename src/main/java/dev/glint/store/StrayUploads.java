package dev.glint.store;

import dev.glint.image.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Uploads that S3 began for a request of which only a repetition was answered. Nobody knows their ids, so they are looked for:
 * of the same key, begun since the call, and without a part. An upload of somebody else gets its first part at once.
 */
final class StrayUploads {

    private static final Logger LOG = Logger.getLogger(StrayUploads.class);
    /** The clocks of S3 and of this machine may differ by so much. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private StrayUploads() {}

    /** Removes them if it can; the call that left them has its own outcome. */
    static void remove(S3Bucket bucket, String key, Instant since) {
        try {
            bucket.uploads(key)
                    .filter(upload -> !upload.initiated().isBefore(since.minus(SKEW)))
                    .map(MultipartUpload::uploadId)
                    .filter(id -> isEmpty(bucket, key, id))
                    .forEach(id -> bucket.abortUpload(key, id));
        } catch (StoreFailure failure) {
            LOG.warnf("An upload of %s without parts may be left in the bucket. %s", key, failure.getMessage());
        }
    }

    private static boolean isEmpty(S3Bucket bucket, String key, String id) {
        return bucket.parts(key, id, 0).map(listed -> listed.parts().isEmpty()).orElse(false);
    }
}
