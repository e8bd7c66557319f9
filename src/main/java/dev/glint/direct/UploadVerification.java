package dev.glint.direct;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.DeclaredContent;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoreFailure;
import dev.glint.s3.ObjectCleanup;
import dev.glint.s3.S3Failures;
import dev.glint.s3.Transfers;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares an object of a direct upload with what was declared when the upload began, and when it was finished. What does not
 * match is removed if it is this call that made it, and no other was told that it is stored; nobody can remove an image by
 * declaring something wrong of it.
 */
final class UploadVerification {

    private final Transfers transfers;
    private final UploadedObject object;
    private final DeclaredContent declaredAtStart;
    private final DeclaredContent declared;
    private final RemovalRight right;

    UploadVerification(Transfers transfers, UploadedObject object, DeclaredContent declared, RemovalRight right) {
        this.transfers = transfers;
        this.object = object;
        this.declaredAtStart = object.metadata().declared();
        this.declared = declared;
        this.right = right;
    }

    /** Finds the digests; reads the object for what S3 does not vouch for. */
    Optional<ImageDigests> read(Cancellation cancellation) {
        return verify(() -> {
            HashAlgorithm first =
                    declaredAtStart.hash().isPresent() ? declaredAtStart.algorithm() : declared.algorithm();
            ImageDigests digests = vouched().orElseGet(() -> readBack(first, cancellation));
            checkAtStart(digests);
            return Optional.of(
                    digests.algorithm() == declared.algorithm()
                            ? digests
                            : readBack(declared.algorithm(), cancellation));
        });
    }

    private ImageDigests readBack(HashAlgorithm algorithm, Cancellation cancellation) {
        try (ImageContent content = object.open(transfers, cancellation)) {
            return transfers.digests(content, algorithm, cancellation);
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

    /** Takes S3's word for the object. */
    Optional<ImageDigests> trust() {
        return verify(() -> {
            Optional<String> checksum = object.vouchedChecksum();
            if (checksum.isEmpty() && declared.checksum().isPresent()) {
                throw INVALID_REQUEST.because("The field checksum cannot be compared if verify is false.");
            }
            return vouched().or(() -> checksum.map(md5 -> new ImageDigests(md5, HashAlgorithm.NONE, Optional.empty())));
        });
    }

    private Optional<ImageDigests> verify(Supplier<Optional<ImageDigests>> found) {
        try {
            declaredAtStart.checkSize(object.head().contentLength());
            declared.checkSize(object.head().contentLength());
            Optional<ImageDigests> digests = found.get();
            digests.ifPresent(this::checkAtStart);
            digests.ifPresent(declared::checkDigests);
            keep();
            return digests;
        } catch (StoreFailure failure) {
            throw failure.kind() == CONTENT_MISMATCH ? afterMismatch(failure) : failure;
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
