package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The write of an image in parts. */
final class MultipartUpload {

    /** Sends all parts with a sender, and answers them when none is in flight any more. */
    @FunctionalInterface
    interface Transfer extends Function<PartTransfer.Sender, List<CompletedPart>> {}

    private final UploadTarget target;
    private final Transfer transfer;
    private final Supplier<ReadBytes> result;

    /** {@code result} checks what has been read, once it has been transferred. */
    MultipartUpload(UploadTarget target, Transfer transfer, Supplier<ReadBytes> result) {
        this.target = target;
        this.transfer = transfer;
        this.result = result;
    }

    WriteResult run() {
        // Gigabytes would be sent in vain: only the last request of an upload can be refused for what is there already.
        Optional<WriteResult> existing = target.claim().existing();
        if (existing.isPresent()) {
            return existing.get();
        }
        Instant start = Instant.now();
        RetryCounter retries = new RetryCounter();
        boolean created = false;
        try {
            String uploadId = create(retries);
            created = true;
            WriteResult written = run(uploadId);
            removeStrays(retries.retries() > 0, start, target.resources().deadline());
            return written;
        } catch (StoreFailure failure) {
            boolean unanswered = !created && failure.kind() == STORE_UNAVAILABLE;
            removeStrays(
                    retries.retries() > 0 || unanswered,
                    start,
                    target.resources().patienceAfter(failure));
            throw failure;
        }
    }

    private String create(RetryCounter retries) {
        S3Bucket bucket = target.bucket().counting(retries);
        return target.inBucket(
                () -> bucket.createUpload(target.key(), target.claim().mark().metadata()));
    }

    private WriteResult run(String uploadId) {
        WriteResult written;
        try {
            List<CompletedPart> parts = transfer.apply((number, part) -> send(uploadId, number, part));
            written = complete(uploadId, parts, result.get());
        } catch (RuntimeException | Error failure) {
            throw new UnfinishedUpload(target.resources(), target.bucket(), target.key(), uploadId)
                    .removeAfter(failure);
        }
        if (!written.byThisCall()) {
            target.bucket().abortUpload(target.key(), uploadId);
        }
        return written;
    }

    private CompletedPart send(String uploadId, int number, PartBuffer part) {
        UploadPartResponse response = target.bucket().uploadPart(target.key(), uploadId, number, part);
        ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm())
                .filter(stored -> !stored.equals(checksum(part)))
                .ifPresent(stored -> {
                    throw STORE_UNAVAILABLE.because("S3 did not store part %d as it was sent; try again.", number);
                });
        return CompletedPart.builder().partNumber(number).eTag(response.eTag()).build();
    }

    private static String checksum(PartBuffer part) {
        MessageDigest digest = HashAlgorithm.newChecksum();
        part.updateDigest(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private WriteResult complete(String uploadId, List<CompletedPart> parts, ReadBytes bytes) {
        // A server may ignore the condition of this request: the less time since the last look, the better.
        Optional<WriteResult> existing = target.claim().existing();
        if (existing.isPresent()) {
            return existing.get();
        }
        try {
            return target.claim()
                    .confirm(new WriteResult(
                            bytes, target.resources().complete(target.bucket(), target.key(), uploadId, parts), true));
        } catch (StoreFailure failure) {
            return target.claim().settle(failure, bytes);
        }
    }

    /** Where a request for an upload got no answer, S3 may have begun one that nobody knows. */
    private void removeStrays(boolean possible, Instant since, Duration patience) {
        if (possible) {
            target.resources().attempt(() -> StrayUploads.remove(target.bucket(), target.key(), since), patience);
        }
    }
}
