package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.DUPLICATE;

import dev.glint.image.StoreFailure;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * An object that a direct upload made.
 *
 * @param partSize the size in bytes of its parts, where that is known
 * @param madeByThisCall whether it is this very call that made an object of the parts: then it can unmake it
 */
record DirectObject(HeadObjectResponse head, UploadMark mark, OptionalLong partSize, boolean madeByThisCall) {

    /**
     * Looks at an object.
     *
     * @return empty if there is none
     * @throws StoreFailure {@code DUPLICATE} if no direct upload made it
     */
    static Optional<DirectObject> find(S3Bucket bucket, String key) {
        return bucket.head(key).map(head -> new DirectObject(head, mark(head, key), OptionalLong.empty(), false));
    }

    /** The same; {@code DUPLICATE} also if another upload made it. */
    static Optional<DirectObject> find(S3Bucket bucket, String key, UploadId upload, boolean byThisCall) {
        return bucket.head(key).map(head -> of(head, key, upload, byThisCall));
    }

    /** What has been found already; {@code DUPLICATE} if another upload made it, or none. */
    static DirectObject of(HeadObjectResponse head, String key, UploadId upload, boolean byThisCall) {
        UploadMark mark = mark(head, key);
        if (!mark.upload().equals(upload.upload())) {
            throw taken(key);
        }
        return new DirectObject(head, mark, OptionalLong.of(upload.partSize()), byThisCall);
    }

    private static UploadMark mark(HeadObjectResponse head, String key) {
        return UploadMark.of(head.metadata()).orElseThrow(() -> taken(key));
    }

    private static StoreFailure taken(String key) {
        return DUPLICATE.because("The id %s is taken.", key).of(key);
    }

    /**
     * The MD5 that S3 vouches for: that of its ETag, or the one with which the client had to send the bytes. Of an object of parts
     * nobody compares the latter.
     */
    Optional<String> vouchedChecksum() {
        Optional<String> stored = ETags.md5(head.eTag(), head.serverSideEncryption(), head.sseCustomerAlgorithm());
        return stored.isPresent() || isInParts() ? stored : mark.checksum();
    }

    /** Whether it was made of parts. */
    boolean isInParts() {
        return head.eTag().contains("-");
    }
}
