package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.image.RequestId;

/**
 * A new object, as S3 describes it.
 *
 * @param key as the object has it, with nothing encoded
 * @param size in bytes; null if S3 does not tell it, as MinIO does not where it is 0
 * @param version tells the object from others that have had its key
 */
public record CreatedObject(String bucket, String key, Long size, String version) {

    public CreatedObject {
        if (bucket == null || key == null) {
            throw INVALID_REQUEST.because("The event must name the bucket and the key of the object.");
        }
    }

    /** The id of the request that makes an image of it. Each delivery of the same event has the same one. */
    RequestId requestId() {
        return RequestId.ofEvent(bucket + "/" + key, version);
    }
}
