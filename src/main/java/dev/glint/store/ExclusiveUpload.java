package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.DUPLICATE;
import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;
import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.DeclaredContent;
import dev.glint.image.ImageDigests;
import dev.glint.image.StoreFailure;
import dev.glint.source.ImageContent;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One write of one object that must not exist before. It ends with all bytes stored or with nothing left: no object, no
 * unfinished upload.
 *
 * <p>A conditional write that fails may have failed because an attempt of ours that got no answer had won. Hence whoever is
 * told that the object exists, or is told nothing, looks whose it is.
 */
final class ExclusiveUpload {

    /** After these the object can be there all the same, and be ours. */
    private static final Set<StoreFailure.Kind> UNCERTAIN = EnumSet.of(DUPLICATE, NOT_FOUND, STORE_UNAVAILABLE);

    /** What is stored now; {@code byThisCall} unless an earlier call of the same request did it. */
    record Result(long size, ImageDigests digests, String etag, boolean byThisCall) {}

    private final UploadResources resources;
    private final S3Bucket bucket;
    private final String key;
    private final ImageContent content;
    private final DeclaredContent declared;
    private final ObjectMark mark;
    private final PartPlan plan;
    private final Digester digester;

    ExclusiveUpload(
            UploadResources resources,
            S3Bucket bucket,
            String key,
            ImageContent content,
            DeclaredContent declared,
            ObjectMark mark) {
        this.resources = resources;
        this.bucket = bucket;
        this.key = key;
        this.content = content;
        this.declared = declared;
        this.mark = mark;
        OptionalLong length = content.length().isPresent() ? content.length() : declared.size();
        this.plan = PartPlan.of(resources.partSize(), length);
        this.digester = resources.newDigester(declared.algorithm());
    }

    /**
     * Reads the content, and writes it: with one request if it fits into one part, else in parts.
     *
     * @throws StoreFailure {@code DUPLICATE} if the object exists and is of another request, and whatever else went wrong
     */
    Result run() {
        try (PartBuffer first = read(1)) {
            return content.atEnd() ? put(first) : uploadParts(first);
        }
    }

    private Result put(PartBuffer whole) {
        Futures.join(digester.update(whole));
        ImageDigests digests = checkedDigests();
        try {
            return written(
                    digests, inBucket(() -> bucket.put(key, mark.with(digests).metadata(), whole)));
        } catch (StoreFailure failure) {
            return settle(failure, digests);
        }
    }

    private Result uploadParts(PartBuffer first) {
        // Gigabytes would be sent in vain: only the last request of an upload can be refused for what is there already.
        Optional<HeadObjectResponse> existing = bucket.head(key);
        if (existing.isPresent()) {
            return repeated(existing.get());
        }
        String uploadId = inBucket(() -> bucket.createUpload(key, mark.metadata()));
        Result result;
        try {
            PartTransfer transfer =
                    resources.newTransfer(digester, (number, part) -> bucket.uploadPart(key, uploadId, number, part));
            List<CompletedPart> parts = transfer.run(first, number -> content.atEnd() ? null : read(number));
            result = complete(uploadId, parts, checkedDigests());
        } catch (RuntimeException | Error failure) {
            throw abort(uploadId, failure);
        }
        if (!result.byThisCall()) {
            bucket.abortUpload(key, uploadId);
        }
        return result;
    }

    private Result complete(String uploadId, List<CompletedPart> parts, ImageDigests digests) {
        try {
            return written(digests, bucket.completeUpload(key, uploadId, parts));
        } catch (StoreFailure failure) {
            return settle(failure, digests);
        }
    }

    private StoreFailure abort(String uploadId, Throwable failure) {
        String regret = "";
        try {
            bucket.abortUpload(key, uploadId);
        } catch (StoreFailure remaining) {
            failure.addSuppressed(remaining);
            regret = " The unfinished upload " + uploadId + " is left in the bucket.";
        }
        if (failure instanceof StoreFailure known) {
            return regret.isEmpty() ? known : new StoreFailure(known.kind(), known.getMessage() + regret, known);
        }
        return new StoreFailure(StoreFailure.Kind.INTERNAL_ERROR, "The upload failed." + regret, failure);
    }

    private PartBuffer read(int number) {
        PartBuffer part = resources.buffers().take(plan.size(number));
        try {
            part.fill(content, plan.size(number));
            declared.checkNotExceededBy(content.position());
            return part;
        } catch (RuntimeException | Error failure) {
            part.close();
            throw failure;
        }
    }

    /** The digests, once all bytes are read, if they and the size are what was declared. */
    private ImageDigests checkedDigests() {
        ImageDigests digests = digester.digests();
        if (!content.checksum().orElse(digests.checksum()).equals(digests.checksum())) {
            throw SOURCE_FAILED.because("The bytes of the source changed on their way; nothing was stored.");
        }
        declared.checkSize(content.position());
        declared.checkDigests(digests);
        return digests;
    }

    /** Makes a request that needs the bucket, and the bucket before that if it is missing and may be made. */
    private <T> T inBucket(Supplier<T> request) {
        try {
            return request.get();
        } catch (StoreFailure failure) {
            if (!resources.createBucket() || !S3Failures.isNoSuchBucket(failure)) {
                throw failure;
            }
            bucket.create();
            return request.get();
        }
    }

    /** What a failed write has come to: success if the object is this call's all the same, or its request's. */
    private Result settle(StoreFailure failure, ImageDigests digests) {
        if (!UNCERTAIN.contains(failure.kind())) {
            throw failure;
        }
        Optional<HeadObjectResponse> found;
        try {
            found = bucket.head(key);
        } catch (StoreFailure blind) {
            failure.addSuppressed(blind);
            throw failure;
        }
        if (found.isEmpty()) {
            throw failure.kind() == STORE_UNAVAILABLE
                    ? failure
                    : new StoreFailure(STORE_UNAVAILABLE, "S3 lost the image to another request; try again.", failure);
        }
        boolean own = ObjectMark.of(found.get().metadata()).attempt().equals(mark.attempt());
        return own ? written(digests, found.get().eTag()) : repeated(found.get());
    }

    /** The answer that an earlier call of the same request gave; {@code DUPLICATE} if the object is of another one. */
    private Result repeated(HeadObjectResponse found) {
        ObjectMark theirs = ObjectMark.of(found.metadata());
        if (!theirs.requestId().equals(mark.requestId())) {
            throw DUPLICATE.because("The id %s is taken.", key);
        }
        ImageDigests digests = theirs.digests()
                .filter(known -> known.algorithm() == declared.algorithm())
                .orElseGet(this::readBack);
        declared.checkSize(found.contentLength());
        declared.checkDigests(digests);
        return new Result(found.contentLength(), digests, found.eTag(), false);
    }

    private ImageDigests readBack() {
        try (ImageContent stored = S3Content.open(bucket, key, 0)) {
            return resources.digest(stored, declared.algorithm());
        }
    }

    private Result written(ImageDigests digests, String etag) {
        return new Result(content.position(), digests, etag, true);
    }
}
