package dev.glint.store;

import java.util.function.Supplier;

/** Where an upload goes to, and what it may use on its way. */
record UploadTarget(UploadResources resources, S3Bucket bucket, String key, Claim claim) {

    /** Makes a request that needs the bucket, and the bucket before that if it is missing and may be made. */
    <T> T inBucket(Supplier<T> request) {
        return resources.inBucket(bucket, request);
    }
}
