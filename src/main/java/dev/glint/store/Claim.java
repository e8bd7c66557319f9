package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.DeclaredContent;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Whose an object is: this call's, that of an earlier call of the same request, or another's. The object's metadata tells, by the
 * id of the attempt and by that of the request.
 */
final class Claim {

    private final UploadResources resources;
    private final S3Object object;
    private final UncertainWrite outcome;
    private final ObjectMark mark;
    private final DeclaredContent declared;
    private final Cancellation cancellation;

    Claim(
            UploadResources resources,
            S3Object object,
            ObjectMark mark,
            DeclaredContent declared,
            Cancellation cancellation) {
        this.resources = resources;
        this.object = object;
        this.outcome = new UncertainWrite(resources, object);
        this.mark = mark;
        this.declared = declared;
        this.cancellation = cancellation;
    }

    ObjectMark mark() {
        return mark;
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
    Optional<WriteResult> existing(ReadBytes bytes) {
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
    WriteResult settle(StoreFailure failure, ReadBytes bytes) {
        return outcome.settle(
                failure,
                found -> written(found, bytes),
                absent -> absent.kind() == STORE_UNAVAILABLE ? absent : UncertainWrite.lost(absent));
    }

    private WriteResult written(HeadObjectResponse found, ReadBytes bytes) {
        if (!isOwn(found)) {
            return repeated(found, bytes);
        }
        String sent = bytes.digests().checksum();
        String stored = ETags.md5(found.eTag(), found.serverSideEncryption(), found.sseCustomerAlgorithm())
                .orElse(sent);
        if (found.contentLength() != bytes.size() || !stored.equals(sent)) {
            throw wrong();
        }
        return new WriteResult(bytes, found.eTag(), true);
    }

    /** Removes what this call has written, since it is not what was sent, and answers the failure that tells. */
    StoreFailure wrong() {
        StoreFailure wrong = STORE_UNAVAILABLE.because("S3 did not store the bytes that were sent; try again.");
        return FailedObject.removeAfter(wrong, resources, object, object::delete);
    }

    private boolean isOwn(HeadObjectResponse found) {
        return ObjectMark.of(found.metadata()).attempt().equals(mark.attempt());
    }

    private WriteResult repeated(HeadObjectResponse found) {
        ObjectMark theirs = ObjectMark.of(found.metadata());
        if (!theirs.requestId().equals(mark.requestId())) {
            throw object.taken();
        }
        ImageDigests digests = theirs.digests()
                .filter(known -> known.algorithm() == declared.algorithm())
                .orElseGet(this::readBack);
        declared.checkSize(found.contentLength());
        declared.checkDigests(digests);
        return new WriteResult(new ReadBytes(found.contentLength(), digests), found.eTag(), false);
    }

    private WriteResult repeated(HeadObjectResponse found, ReadBytes bytes) {
        WriteResult earlier = repeated(found);
        if (!earlier.bytes().equals(bytes)) {
            throw CONTENT_MISMATCH
                    .because(
                            "An earlier call of this request stored other bytes as %s; this call changed nothing.",
                            object.key())
                    .of(object.key());
        }
        return earlier;
    }

    private ImageDigests readBack() {
        try (ImageContent stored = resources.open(object, cancellation)) {
            return resources.digests(stored, declared.algorithm(), cancellation);
        }
    }
}
