package dev.glint.store;

import dev.glint.source.Cancellation;
import java.util.function.Supplier;

/** Where an upload goes to, what it may use on its way, and what stops it. */
record UploadTarget(UploadResources resources, S3Object object, Claim claim, Cancellation cancellation) {

    /** Makes a request that needs the bucket, and the bucket before that if it is missing and may be made. */
    <T> T inBucket(Supplier<T> request) {
        return resources.inBucket(object.bucket(), request);
    }
}
