package dev.glint.store;

import static dev.glint.config.ConditionalOperation.PUT;

import dev.glint.image.StoreFailure;
import dev.glint.s3.ConditionalWrites;
import dev.glint.s3.ETags;
import dev.glint.s3.S3Failures;
import dev.glint.transfer.ContentSummary;
import dev.glint.transfer.PartBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
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
        this.metadata = target.ownership().metadata().with(bytes.known()).toMap();
    }

    /**
     * Writes it.
     *
     * @throws StoreFailure also what {@link S3Failures#isNotImplemented} knows, if the server refuses the condition
     */
    WriteResult run() {
        ConditionalWrites conditions = target.object().bucket().conditions();
        if (!conditions.honours(PUT)) {
            return runLooking(conditions.refuses(PUT));
        }
        WriteResult written = put(() -> target.object().put(metadata, whole));
        return target.exclusivity().needsClaim(conditions)
                ? target.exclusivity()
                        .confirm(target.object(), () -> target.ownership().confirm(written))
                : written;
    }

    /** On a server that does not honour the condition: looks, writes, and looks again. */
    private WriteResult runLooking(boolean unconditionally) {
        Optional<WriteResult> existing = target.ownership().existing(bytes);
        return existing.orElseGet(() -> target.ownership()
                .confirm(put(() -> unconditionally
                        ? target.object().putUnconditionally(metadata, whole)
                        : target.object().put(metadata, whole))));
    }

    private WriteResult put(Supplier<PutObjectResponse> request) {
        WriteResult written;
        try {
            written = written(target.inBucket(request));
        } catch (StoreFailure failure) {
            if (S3Failures.isNotImplemented(failure)) {
                throw failure;
            }
            return target.ownership().settle(failure, bytes);
        }
        return written.etag().isEmpty() ? target.ownership().confirm(written) : written;
    }

    private WriteResult written(PutObjectResponse response) {
        String sent = bytes.digests().checksum();
        String stored = ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm())
                .orElse(sent);
        if (!stored.equals(sent)) {
            throw target.ownership().wrong(response.eTag());
        }
        return new WriteResult(bytes, Objects.requireNonNullElse(response.eTag(), ""), true);
    }
}
