package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.s3.ETags;
import dev.glint.s3.S3Upload;
import dev.glint.s3.UploadCleanup;
import dev.glint.transfer.ContentSummary;
import dev.glint.transfer.PartBuffer;
import dev.glint.transfer.PartTransfer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The write of an image in parts. */
final class MultipartWrite {

    /** Sends all parts with a sender, and answers them when none is in flight any more. */
    @FunctionalInterface
    interface Transfer extends Function<PartTransfer.Sender<CompletedPart>, List<CompletedPart>> {}

    private final WriteTarget target;
    private final long partSize;
    private final Transfer transfer;
    private final Supplier<ContentSummary> result;

    /**
     * @param partSize the size of the first parts
     * @param result checks what has been read, once it has been transferred
     */
    MultipartWrite(WriteTarget target, long partSize, Transfer transfer, Supplier<ContentSummary> result) {
        this.target = target;
        this.partSize = partSize;
        this.transfer = transfer;
        this.result = result;
    }

    WriteResult run() {
        // Gigabytes would be sent in vain: only the last request of an upload can be refused for what is there already.
        Optional<WriteResult> existing = target.ownership().existing();
        if (existing.isPresent()) {
            return existing.get();
        }
        return run(target.transfers()
                .uploadCreator()
                .create(
                        target.object(),
                        target.ownership().metadata().toMap(),
                        partSize,
                        target.object().bucket().partChecksum()));
    }

    private WriteResult run(S3Upload upload) {
        UploadCleanup unfinished = new UploadCleanup(target.transfers(), upload);
        WriteResult written;
        try {
            List<CompletedPart> parts = transfer.apply((number, part) -> send(upload, number, part));
            written = complete(upload, parts, result.get());
        } catch (RuntimeException | Error failure) {
            throw unfinished.removeAfter(failure);
        }
        if (written.byThisCall()) {
            target.transfers()
                    .digestTags()
                    .store(target.object(), written.etag(), written.bytes().known());
        } else {
            unfinished.removeAsSuperfluous();
        }
        return written;
    }

    private CompletedPart send(S3Upload upload, int number, PartBuffer part) {
        UploadPartResponse response = upload.send(number, part);
        String verified = target.object().bucket().partChecksum().verifiedIn(response);
        if (verified == null && !isAsSent(response, part)) {
            throw STORE_UNAVAILABLE.because("S3 did not store part %d as it was sent; try again.", number);
        }
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32C(verified)
                .build();
    }

    /** Whether S3 has the bytes of a part, as far as its ETag tells. */
    private static boolean isAsSent(UploadPartResponse response, PartBuffer part) {
        return ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm())
                .map(stored -> stored.equals(checksum(part)))
                .orElse(true);
    }

    private static String checksum(PartBuffer part) {
        MessageDigest digest = HashAlgorithm.newChecksum();
        part.updateDigest(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private WriteResult complete(S3Upload upload, List<CompletedPart> parts, ContentSummary bytes) {
        // A server may ignore the condition of the last request: the less time since a look, the better.
        return target.exclusivity().complete(upload, () -> look(bytes), () -> request(upload, parts, bytes));
    }

    private Optional<WriteResult> look(ContentSummary bytes) {
        target.cancellation().check();
        return target.ownership().existing(bytes);
    }

    private WriteResult request(S3Upload upload, List<CompletedPart> parts, ContentSummary bytes) {
        String etag;
        try {
            etag = target.exclusivity().request(upload, parts);
        } catch (StoreFailure failure) {
            return target.ownership().settle(failure, bytes);
        }
        return target.ownership().confirm(new WriteResult(bytes, etag, true));
    }
}
