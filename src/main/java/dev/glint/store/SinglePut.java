package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The write of an image with one request. */
final class SinglePut {

    private final UploadTarget target;
    private final PartBuffer whole;
    private final ReadBytes bytes;
    private final Map<String, String> metadata;

    SinglePut(UploadTarget target, PartBuffer whole, ReadBytes bytes) {
        this.target = target;
        this.whole = whole;
        this.bytes = bytes;
        this.metadata = target.claim().mark().with(bytes.digests()).metadata();
    }

    WriteResult run() {
        try {
            return checked(target.inBucket(() -> target.bucket().put(target.key(), metadata, whole)));
        } catch (StoreFailure failure) {
            return S3Failures.isNotImplemented(failure)
                    ? runLooking()
                    : target.claim().settle(failure, bytes);
        }
    }

    /** On a server that refuses conditions: looks, writes, and looks again. */
    private WriteResult runLooking() {
        target.resources().guarantee().refuted();
        Optional<WriteResult> existing = target.claim().existing();
        if (existing.isPresent()) {
            return existing.get();
        }
        try {
            WriteResult written =
                    checked(target.inBucket(() -> target.bucket().putUnconditionally(target.key(), metadata, whole)));
            return target.claim().confirm(written);
        } catch (StoreFailure failure) {
            return target.claim().settle(failure, bytes);
        }
    }

    private WriteResult checked(PutObjectResponse response) {
        String sent = bytes.digests().checksum();
        Optional<String> stored =
                ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm());
        if (!stored.orElse(sent).equals(sent)) {
            target.bucket().delete(target.key());
            throw STORE_UNAVAILABLE.because(
                    "S3 did not store the bytes that were sent; they were removed again. Try again.");
        }
        return new WriteResult(bytes, response.eTag(), true);
    }
}
