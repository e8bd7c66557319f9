package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.DeclaredContent;
import dev.glint.image.DiskFormat;
import dev.glint.image.ImageDigests;
import dev.glint.image.KnownContent;
import dev.glint.image.StoreFailure;
import dev.glint.s3.ETags;
import dev.glint.s3.ObjectCleanup;
import dev.glint.s3.S3Failures;
import dev.glint.s3.S3Object;
import dev.glint.s3.SeenObject;
import dev.glint.s3.Transfers;
import dev.glint.s3.UncertainWrite;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.transfer.ContentSummary;
import dev.glint.transfer.FormatCheck;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Decides whether this call wrote an object, an earlier call of the same request did, or neither. The ids of the attempt and of
 * the request in the object's metadata tell. Statuses cannot: a 412 may be caused by our own attempt whose answer was lost, and
 * a 200 proves nothing on a server that ignores {@code If-None-Match}.
 */
final class Ownership {

    private final Transfers transfers;
    private final S3Object object;
    private final UncertainWrite outcome;
    private final AddMetadata metadata;
    private final DeclaredContent declared;
    private final Cancellation cancellation;

    Ownership(
            Transfers transfers,
            S3Object object,
            AddMetadata metadata,
            DeclaredContent declared,
            Cancellation cancellation) {
        this.transfers = transfers;
        this.object = object;
        this.outcome = new UncertainWrite(transfers, object);
        this.metadata = metadata;
        this.declared = declared;
        this.cancellation = cancellation;
    }

    AddMetadata metadata() {
        return metadata;
    }

    /**
     * Looks before anything is read.
     *
     * @return the answer of an earlier call of the same request; empty if there is no object
     * @throws StoreFailure {@code DUPLICATE} if the object is of another request
     */
    Optional<WriteResult> existing() {
        return object.head().map(this::repeated);
    }

    /**
     * Looks before a write.
     *
     * @param bytes what is to be written
     * @return as {@link #existing()}
     * @throws StoreFailure also {@code CONTENT_MISMATCH} if the earlier call stored other bytes
     */
    Optional<WriteResult> existing(ContentSummary bytes) {
        return object.head().map(found -> repeated(found, bytes));
    }

    /**
     * Looks after a write that succeeded, and fails if it did not after all. An object that is not there any more has been
     * deleted in the meantime: that is not this call's failure.
     */
    WriteResult confirm(WriteResult written) {
        return outcome.look().map(found -> written(found, written.bytes())).orElse(written);
    }

    /**
     * Looks after a write that failed.
     *
     * @param bytes what was to be written
     * @throws StoreFailure the failure, unless the object is this call's all the same, or its request's
     */
    WriteResult settle(StoreFailure failure, ContentSummary bytes) {
        return outcome.settle(
                failure,
                found -> written(found, bytes),
                absent -> absent.kind() == STORE_UNAVAILABLE ? absent : UncertainWrite.lost(absent));
    }

    private WriteResult written(HeadObjectResponse found, ContentSummary bytes) {
        if (!isOwn(found)) {
            return repeated(found, bytes);
        }
        String sent = bytes.digests().checksum();
        String stored = ETags.md5(found.eTag(), found.serverSideEncryption(), found.sseCustomerAlgorithm())
                .orElse(sent);
        if (found.contentLength() != bytes.size() || !stored.equals(sent)) {
            throw wrong(found.eTag());
        }
        return new WriteResult(bytes, found.eTag(), true);
    }

    /** Removes what this call has written, since it is not what was sent, and answers the failure that tells. */
    StoreFailure wrong(String etag) {
        StoreFailure wrong = STORE_UNAVAILABLE.because("S3 did not store the bytes that were sent; try again.");
        return ObjectCleanup.removeAfter(wrong, transfers, new SeenObject(object, etag));
    }

    private boolean isOwn(HeadObjectResponse found) {
        return AddMetadata.of(found.metadata()).attempt().equals(metadata.attempt());
    }

    private WriteResult repeated(HeadObjectResponse found) {
        AddMetadata theirs = AddMetadata.of(found.metadata());
        if (!theirs.requestId().equals(metadata.requestId())) {
            throw object.taken();
        }
        ContentSummary stored = stored(found);
        declared.checkSize(stored.size());
        declared.checkDigests(stored.digests());
        declared.checkFormat(stored.format());
        return new WriteResult(stored, found.eTag(), false);
    }

    /** What an earlier call stored. It is read where that is not known. */
    private ContentSummary stored(HeadObjectResponse found) {
        KnownContent known = KnownDigests.find(transfers, object, found);
        Optional<ImageDigests> digests = known.digests().filter(digest -> digest.algorithm() == declared.algorithm());
        if (digests.isPresent()) {
            DiskFormat format = known.format().orElseGet(() -> inspect(found));
            return new ContentSummary(found.contentLength(), digests.get(), format);
        }
        ContentSummary read = readBack(found);
        if (known.digests().isEmpty()) {
            transfers.digestTags().store(object, found.eTag(), read.known());
        }
        return read;
    }

    private WriteResult repeated(HeadObjectResponse found, ContentSummary bytes) {
        WriteResult earlier = repeated(found);
        if (!earlier.bytes().hasSameBytes(bytes)) {
            throw CONTENT_MISMATCH
                    .because(
                            "An earlier call of this request stored other bytes as %s; this call changed nothing.",
                            object.key())
                    .about(object.key());
        }
        return earlier;
    }

    private ContentSummary readBack(HeadObjectResponse found) {
        try (ImageContent stored = transfers.openExactly(object, found.eTag(), OptionalLong.empty(), cancellation)) {
            return transfers.summary(stored, declared.algorithm(), new FormatCheck(), cancellation);
        } catch (StoreFailure failure) {
            throw S3Failures.ofBoundRead(failure);
        }
    }

    private DiskFormat inspect(HeadObjectResponse found) {
        return transfers.format(object, found.eTag(), found.contentLength(), new FormatCheck(), cancellation);
    }
}
