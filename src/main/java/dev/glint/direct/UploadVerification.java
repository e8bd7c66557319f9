package dev.glint.direct;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.image.StoreFailure.Kind.UNSAFE_IMAGE;

import dev.glint.image.DeclaredContent;
import dev.glint.image.DiskFormat;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.KnownContent;
import dev.glint.image.StoreFailure;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.s3.ObjectCleanup;
import dev.glint.s3.S3Failures;
import dev.glint.s3.Transfers;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compares an object of a direct upload with what was declared when the upload began, and when it was finished, and says whether
 * its format may be stored. What does not match is removed if it is this call that made it, and no other was told that it is
 * stored; nobody can remove an image by declaring something wrong of it.
 */
final class UploadVerification {

    private static final Set<Kind> WRONG_CONTENT = EnumSet.of(CONTENT_MISMATCH, UNSAFE_IMAGE);

    private final Transfers transfers;
    private final UploadedObject object;
    private final DeclaredContent declaredAtStart;
    private final DeclaredContent declared;
    private final RemovalRight right;
    private final Cancellation cancellation;

    UploadVerification(
            Transfers transfers,
            UploadedObject object,
            DeclaredContent declared,
            RemovalRight right,
            Cancellation cancellation) {
        this.transfers = transfers;
        this.object = object;
        this.declaredAtStart = object.metadata().declared();
        this.declared = declared;
        this.right = right;
        this.cancellation = cancellation;
    }

    /** Finds the digests and the format; reads the object for digests that S3 does not vouch for. */
    KnownContent read() {
        return verify(() -> {
            HashAlgorithm first =
                    declaredAtStart.hash().isPresent() ? declaredAtStart.algorithm() : declared.algorithm();
            KnownContent content =
                    vouched().map(UploadVerification::digestsOnly).orElseGet(() -> readBack(first));
            ImageDigests digests = content.digests().orElseThrow();
            checkAtStart(digests);
            return digests.algorithm() == declared.algorithm() ? content : readBack(declared.algorithm());
        });
    }

    private static KnownContent digestsOnly(ImageDigests digests) {
        return new KnownContent(Optional.of(digests), Optional.empty());
    }

    private KnownContent readBack(HashAlgorithm algorithm) {
        try (ImageContent content = object.open(transfers, cancellation)) {
            return transfers
                    .summary(content, algorithm, transfers.newFormatCheck(declared), cancellation)
                    .known();
        } catch (StoreFailure failure) {
            throw unread(failure);
        }
    }

    /** Reads only what tells the format. */
    private DiskFormat inspect() {
        try {
            return object.format(transfers, transfers.newFormatCheck(declared), cancellation);
        } catch (StoreFailure failure) {
            throw unread(failure);
        }
    }

    /** The digests if S3 has verified both of them. */
    private Optional<ImageDigests> vouched() {
        return declaredAtStart.hash().isEmpty() || object.isInParts()
                ? Optional.empty()
                : object.vouchedChecksum()
                        .flatMap(checksum -> object.vouchedHash(declaredAtStart.algorithm())
                                .map(hash ->
                                        new ImageDigests(checksum, declaredAtStart.algorithm(), Optional.of(hash))));
    }

    private StoreFailure unread(StoreFailure failure) {
        if (S3Failures.isConditionFailed(failure)) {
            return NOT_FOUND
                    .because("The image %s was replaced while its upload was finished.", object.key())
                    .about(object.key());
        }
        return failure.kind() == STORE_UNAVAILABLE
                ? withHint(failure, "The upload is complete and could not be read; repeat the same request.")
                : failure;
    }

    /** Takes S3's word for the digests of the object. */
    KnownContent trust() {
        return verify(() -> {
            Optional<String> checksum = object.vouchedChecksum();
            if (checksum.isEmpty() && declared.checksum().isPresent()) {
                throw INVALID_REQUEST.because("The field checksum cannot be compared if verify is false.");
            }
            Optional<ImageDigests> digests = vouched()
                    .or(() -> checksum.map(md5 -> new ImageDigests(md5, HashAlgorithm.NONE, Optional.empty())));
            return new KnownContent(digests, Optional.empty());
        });
    }

    private KnownContent verify(Supplier<KnownContent> found) {
        try {
            declaredAtStart.checkSize(object.head().contentLength());
            declared.checkSize(object.head().contentLength());
            KnownContent content = found.get();
            content.digests().ifPresent(this::checkAtStart);
            content.digests().ifPresent(declared::checkDigests);
            DiskFormat format = content.format().orElseGet(this::inspect);
            keep();
            return new KnownContent(content.digests(), Optional.of(format));
        } catch (StoreFailure failure) {
            throw WRONG_CONTENT.contains(failure.kind()) ? afterMismatch(failure) : failure;
        }
    }

    private void checkAtStart(ImageDigests digests) {
        boolean isComparable = digests.algorithm() == declaredAtStart.algorithm();
        (isComparable ? declaredAtStart : declaredAtStart.withoutHash()).checkDigests(digests);
    }

    /** After this, no other call removes the image because of what it declares. */
    private void keep() {
        if (!object.isInParts() || right.isHeld()) {
            return;
        }
        boolean kept = right.decideToKeep();
        if (!kept) {
            object.remove();
        }
        if (!kept || !object.isThere()) {
            throw NOT_FOUND
                    .because(
                            "The image %s was removed while its upload was finished, by a call that deleted it or declared "
                                    + "other bytes.",
                            object.key())
                    .about(object.key());
        }
    }

    private StoreFailure afterMismatch(StoreFailure mismatch) {
        if (!object.madeByThisCall() || !right.decideRemoval()) {
            return withHint(mismatch, "What was uploaded is as it was; delete it if it is wrong.");
        }
        return ObjectCleanup.removeAfter(mismatch, transfers, object.object(), object::remove);
    }

    private static StoreFailure withHint(StoreFailure failure, String sentence) {
        return new StoreFailure(failure.kind(), failure.getMessage() + " " + sentence, failure.getCause());
    }
}
