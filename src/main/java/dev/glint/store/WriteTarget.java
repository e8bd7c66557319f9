package dev.glint.store;

import dev.glint.exclusive.Exclusivity;
import dev.glint.s3.S3Object;
import dev.glint.s3.Transfers;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;
import java.util.function.Supplier;

/** Where a write goes, what it may use, and what stops it. */
record WriteTarget(
        Transfers transfers, Exclusivity exclusivity, S3Object object, Ownership ownership, Cancellation cancellation) {

    /** Makes a request that needs the bucket, and the bucket before that if it is missing and may be made. */
    <T> T inBucket(Supplier<T> request) {
        return transfers.inBucket(object.bucket(), request);
    }

    /** Opens where the bytes come from; they are read ahead where that is faster. */
    ImageContent open(ImageSource source) {
        return transfers.readAhead().of(source.open(cancellation), cancellation);
    }
}
