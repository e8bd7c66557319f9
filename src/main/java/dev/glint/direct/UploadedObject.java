package dev.glint.direct;

import dev.glint.image.DiskFormat;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.s3.ETags;
import dev.glint.s3.HashChecksum;
import dev.glint.s3.S3Object;
import dev.glint.s3.SeenObject;
import dev.glint.s3.Transfers;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.transfer.FormatCheck;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * An object that a direct upload made.
 *
 * @param partSize the size in bytes of its parts, where that is known
 * @param madeByThisCall whether this very call made an object of the parts: then it can remove it
 */
record UploadedObject(
        S3Object object,
        HeadObjectResponse head,
        UploadMetadata metadata,
        OptionalLong partSize,
        boolean madeByThisCall) {

    /**
     * Looks at an object.
     *
     * @return empty if there is none
     * @throws StoreFailure {@code DUPLICATE} if no direct upload made it
     */
    static Optional<UploadedObject> find(S3Object object) {
        return object.head()
                .map(head -> new UploadedObject(object, head, metadata(head, object), OptionalLong.empty(), false));
    }

    /** The same; {@code DUPLICATE} also if another upload made it. */
    static Optional<UploadedObject> find(S3Object object, UploadId upload, boolean byThisCall) {
        return object.head().map(head -> of(object, head, upload, byThisCall));
    }

    /** What has been found already; {@code DUPLICATE} if another upload made it, or none. */
    static UploadedObject of(S3Object object, HeadObjectResponse head, UploadId upload, boolean byThisCall) {
        UploadMetadata metadata = metadata(head, object);
        if (!metadata.upload().equals(upload.upload())) {
            throw object.taken();
        }
        return new UploadedObject(object, head, metadata, OptionalLong.of(upload.partSize()), byThisCall);
    }

    private static UploadMetadata metadata(HeadObjectResponse head, S3Object object) {
        return UploadMetadata.of(head.metadata()).orElseThrow(object::taken);
    }

    String key() {
        return object.key();
    }

    /** Opens it, and no other that has come in its place. */
    ImageContent open(Transfers transfers, Cancellation cancellation) {
        return transfers.openExactly(object, head.eTag(), partSize, cancellation);
    }

    /** Its format, from a few ranges of it. */
    DiskFormat format(Transfers transfers, FormatCheck check, Cancellation cancellation) {
        return transfers.format(object, head.eTag(), head.contentLength(), check, cancellation);
    }

    /** Whether it is still there. */
    boolean isThere() {
        return find(object).filter(found -> found.metadata.equals(metadata)).isPresent();
    }

    /** Removes it, unless another one has replaced it. */
    void remove() {
        if (isThere()) {
            new SeenObject(object, head.eTag()).delete();
        }
    }

    /**
     * The MD5 that S3 vouches for: that of its ETag, or the one with which the client had to send the bytes. Of an object of parts
     * S3 does not check the latter.
     */
    Optional<String> vouchedChecksum() {
        Optional<String> stored = ETags.md5(head.eTag(), head.serverSideEncryption(), head.sseCustomerAlgorithm());
        return stored.isPresent() || isInParts() ? stored : metadata.declared().checksum();
    }

    /** The hash that S3 has verified, if the client had to send the bytes with it and the server knows how. */
    Optional<String> vouchedHash(HashAlgorithm algorithm) {
        return HashChecksum.stored(object, head.eTag(), algorithm);
    }

    /** Whether it was made of parts. */
    boolean isInParts() {
        return head.eTag().contains("-");
    }
}
