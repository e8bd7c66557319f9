package dev.glint.store;

import dev.glint.image.StoreFailure;
import dev.glint.store.WriteGuarantee.Operation;
import java.util.Map;
import java.util.Objects;
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
        PutObjectResponse response;
        try {
            response = target.inBucket(() -> target.object().put(metadata, whole));
        } catch (StoreFailure failure) {
            return S3Failures.isNotImplemented(failure) ? runLooking() : settle(failure);
        }
        WriteResult written = written(response);
        return written.etag().isEmpty() ? target.claim().confirm(written) : written;
    }

    /** On a server that refuses conditions: looks, writes, and looks again. */
    private WriteResult runLooking() {
        target.resources().guarantee().refused(Operation.PUT);
        Optional<WriteResult> existing = target.claim().existing(bytes);
        if (existing.isPresent()) {
            return existing.get();
        }
        PutObjectResponse response;
        try {
            response = target.inBucket(() -> target.object().putUnconditionally(metadata, whole));
        } catch (StoreFailure failure) {
            return settle(failure);
        }
        return target.claim().confirm(written(response));
    }

    private WriteResult settle(StoreFailure failure) {
        if (S3Failures.isConditionFailed(failure)) {
            target.resources().guarantee().honoured(Operation.PUT);
        }
        return target.claim().settle(failure, bytes);
    }

    private WriteResult written(PutObjectResponse response) {
        String sent = bytes.digests().checksum();
        String stored = ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm())
                .orElse(sent);
        if (!stored.equals(sent)) {
            throw target.claim().wrong();
        }
        return new WriteResult(bytes, Objects.requireNonNullElse(response.eTag(), ""), true);
    }
}
