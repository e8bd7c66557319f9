package dev.glint.store;

import dev.glint.image.StoreFailure;
import dev.glint.s3.ETags;
import dev.glint.s3.S3Failures;
import dev.glint.s3.WriteGuarantee.Operation;
import dev.glint.transfer.ContentSummary;
import dev.glint.transfer.PartBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The write of an image with one request. */
final class SingleWrite {

    private final WriteTarget target;
    private final PartBuffer whole;
    private final ContentSummary bytes;
    private final Map<String, String> metadata;

    SingleWrite(WriteTarget target, PartBuffer whole, ContentSummary bytes) {
        this.target = target;
        this.whole = whole;
        this.bytes = bytes;
        this.metadata = target.ownership().metadata().with(bytes.digests()).toMap();
    }

    WriteResult run() {
        PutObjectResponse response;
        try {
            response = target.inBucket(() -> target.object().put(metadata, whole));
        } catch (StoreFailure failure) {
            return S3Failures.isNotImplemented(failure) ? runLooking() : settle(failure);
        }
        WriteResult written = written(response);
        return written.etag().isEmpty() ? target.ownership().confirm(written) : written;
    }

    /** On a server that refuses conditions: looks, writes, and looks again. */
    private WriteResult runLooking() {
        target.transfers().guarantee().refused(Operation.PUT);
        Optional<WriteResult> existing = target.ownership().existing(bytes);
        if (existing.isPresent()) {
            return existing.get();
        }
        PutObjectResponse response;
        try {
            response = target.inBucket(() -> target.object().putUnconditionally(metadata, whole));
        } catch (StoreFailure failure) {
            return settle(failure);
        }
        return target.ownership().confirm(written(response));
    }

    private WriteResult settle(StoreFailure failure) {
        if (S3Failures.isConditionFailed(failure)) {
            target.transfers().guarantee().honoured(Operation.PUT);
        }
        return target.ownership().settle(failure, bytes);
    }

    private WriteResult written(PutObjectResponse response) {
        String sent = bytes.digests().checksum();
        String stored = ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm())
                .orElse(sent);
        if (!stored.equals(sent)) {
            throw target.ownership().wrong();
        }
        return new WriteResult(bytes, Objects.requireNonNullElse(response.eTag(), ""), true);
    }
}
