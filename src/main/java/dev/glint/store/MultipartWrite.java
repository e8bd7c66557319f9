package dev.glint.store;

import dev.glint.image.StoreFailure;
import dev.glint.s3.S3Upload;
import dev.glint.s3.UploadCleanup;
import dev.glint.transfer.ContentSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The write of an image in parts. */
final class MultipartWrite {

    /** Makes all parts of an upload, and answers them when none is in flight any more. */
    @FunctionalInterface
    interface Transfer extends Function<S3Upload, List<CompletedPart>> {}

    private final WriteTarget target;
    private final AddMetadata metadata;
    private final long partSize;
    private final Transfer transfer;
    private final Supplier<ContentSummary> result;

    /**
     * @param metadata of the object; if it has the digests, no tags are needed
     * @param partSize the size of the first parts
     * @param result checks what has been read, once it has been transferred
     */
    MultipartWrite(
            WriteTarget target,
            AddMetadata metadata,
            long partSize,
            Transfer transfer,
            Supplier<ContentSummary> result) {
        this.target = target;
        this.metadata = metadata;
        this.partSize = partSize;
        this.transfer = transfer;
        this.result = result;
    }

    WriteResult run() {
        return run(target.ownership().existing());
    }

    /** The same where it is known already what will be stored. */
    WriteResult run(ContentSummary bytes) {
        return run(target.ownership().existing(bytes));
    }

    private WriteResult run(Optional<WriteResult> existing) {
        // Gigabytes would be sent in vain: only the last request of an upload can be refused for what is there already.
        if (existing.isPresent()) {
            return existing.get();
        }
        return run(target.transfers()
                .uploadCreator()
                .create(
                        target.object(),
                        metadata.toMap(),
                        partSize,
                        target.object().bucket().partChecksum()));
    }

    private WriteResult run(S3Upload upload) {
        UploadCleanup unfinished = new UploadCleanup(target.transfers(), upload);
        WriteResult written;
        try {
            List<CompletedPart> parts = transfer.apply(upload);
            written = complete(upload, parts, result.get());
        } catch (RuntimeException | Error failure) {
            throw unfinished.removeAfter(failure);
        }
        if (!written.byThisCall()) {
            unfinished.removeAsSuperfluous();
        } else if (metadata.content().digests().isEmpty()) {
            target.transfers()
                    .digestTags()
                    .store(target.object(), written.etag(), written.bytes().known());
        }
        return written;
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
