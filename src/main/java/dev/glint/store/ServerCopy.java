package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.s3.CopySource;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Upload;
import dev.glint.transfer.ContentSummary;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * The copy of one image by S3. It is an upload like others, whose parts S3 copies. They are compared with the source before they
 * become an object.
 *
 * @param bytes what the source has, as is known of it
 */
record ServerCopy(WriteTarget target, CopySource original, ContentSummary bytes) {

    /** S3 has not copied the image, and nothing is left. Reading the source may do, or tell why not. */
    static final class NotCopied extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean lasting;

        private NotCopied(String reason, boolean lasting) {
            super(reason, null, false, false);
            this.lasting = lasting;
        }

        /** Whether the server will not copy other images either. */
        boolean isLasting() {
            return lasting;
        }
    }

    /**
     * Writes it.
     *
     * @throws NotCopied if S3 refuses to copy, or copies something else
     */
    WriteResult run() {
        target.exclusivity().conditions(target.object().bucket());
        AddMetadata metadata = target.ownership().metadata();
        return new MultipartWrite(
                        target,
                        original.parts() == 1 ? metadata.with(bytes.known()) : metadata,
                        original.partSize(),
                        this::copyParts,
                        this::result)
                .run(bytes);
    }

    private List<CompletedPart> copyParts(S3Upload upload) {
        List<CompletedPart> copied = target.transfers().withParts(original.parts(), number -> copy(upload, number));
        if (!original.hasParts(copied)) {
            throw new NotCopied("It copied other bytes.", true);
        }
        return copied;
    }

    private CompletedPart copy(S3Upload upload, int number) {
        target.cancellation().check();
        try {
            return original.copy(upload, number)
                    .orElseThrow(() -> new NotCopied("It did not tell which bytes it copied.", true));
        } catch (StoreFailure failure) {
            throw failure.kind() == STORE_UNAVAILABLE && !S3Failures.isNotImplemented(failure)
                    ? failure
                    : notCopied(failure);
        }
    }

    private static NotCopied notCopied(StoreFailure failure) {
        if (S3Failures.isConditionFailed(failure)) {
            return new NotCopied("It was replaced meanwhile.", false);
        }
        // Permissions can change, and what is not there can come.
        boolean isUnknownRequest = S3Failures.isNotImplemented(failure)
                || failure.kind() == BAD_STORE_CONFIGURATION && !S3Failures.isNoSuchBucket(failure);
        return new NotCopied(failure.getMessage(), isUnknownRequest);
    }

    private ContentSummary result() {
        target.cancellation().check();
        return bytes;
    }
}
