package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_FORBIDDEN;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * How large the parts of an object are, without which its ETag cannot be compared. S3 tells where it can be asked for the first
 * part; elsewhere the object's metadata does, if it was stored here. Parts of several sizes, which nobody but their writer
 * knows, are not compared; nor are those of a copy whose parts have other sizes.
 */
final class PartSizes {

    private static final String NAME = "glint-part-size";
    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,12}");

    private PartSizes() {}

    /** What an object of parts of one size says of it. */
    static Map<String, String> metadata(long partSize) {
        return Map.of(NAME, Long.toString(partSize));
    }

    /** What the ETag of an object vouches for, if it is one of parts of one size. */
    static Optional<VouchedDigests.Parts> vouched(S3Object stored, GetObjectResponse object) {
        return ETags.ofParts(object.eTag(), object.serverSideEncryption(), object.sseCustomerAlgorithm())
                .flatMap(etag -> {
                    OptionalLong told = ofFirstPart(stored, object.eTag());
                    return vouched(told, etag, object).or(() -> vouched(inMetadata(object.metadata()), etag, object));
                });
    }

    /** The same where the size is known. */
    static Optional<VouchedDigests.Parts> vouched(long partSize, GetObjectResponse object) {
        return ETags.ofParts(object.eTag(), object.serverSideEncryption(), object.sseCustomerAlgorithm())
                .flatMap(etag -> vouched(OptionalLong.of(partSize), etag, object));
    }

    private static Optional<VouchedDigests.Parts> vouched(OptionalLong size, String etag, GetObjectResponse object) {
        long parts = Long.parseLong(etag.substring(etag.indexOf('-') + 1));
        // An empty image has no parts to digest, though S3 may have one.
        boolean known = size.isPresent() && size.getAsLong() > 0 && object.contentLength() > 0;
        return known && (object.contentLength() - 1) / size.getAsLong() + 1 == parts
                ? Optional.of(new VouchedDigests.Parts(size.getAsLong(), etag))
                : Optional.empty();
    }

    /** The size of the first parts of an object: what its metadata says, else what S3 tells; empty if neither does. */
    static OptionalLong first(S3Object stored, HeadObjectResponse object) {
        OptionalLong told = inMetadata(object.metadata());
        return told.isPresent() ? told : ofFirstPart(stored, object.eTag());
    }

    /** The size of the first part of the object with this ETag; empty if S3 does not tell. */
    private static OptionalLong ofFirstPart(S3Object stored, String etag) {
        try {
            HeadObjectResponse part = S3Call.answer(() -> stored.bucket()
                    .client()
                    .headObject(request -> request.bucket(stored.bucket().name())
                            .key(stored.key())
                            .ifMatch(etag)
                            .partNumber(1)
                            .overrideConfiguration(stored.bucket().options())));
            return OptionalLong.of(S3Call.required(part.contentLength(), S3Object.CONTENT_LENGTH));
        } catch (StoreFailure failure) {
            if (failure.kind() == STORE_FORBIDDEN
                    || failure.kind() == STORE_UNAVAILABLE && !S3Failures.isNotImplemented(failure)) {
                throw failure;
            }
            return OptionalLong.empty();
        }
    }

    private static OptionalLong inMetadata(Map<String, String> metadata) {
        String text = metadata.getOrDefault(NAME, "");
        return SIZE.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
