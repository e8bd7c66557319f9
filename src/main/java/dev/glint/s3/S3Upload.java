package dev.glint.s3;

import dev.glint.image.StoreFailure;
import dev.glint.transfer.PartBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A multipart upload of an object, which need not exist, and the requests about it. Each failure is a {@link StoreFailure}.
 *
 * @param id the id that S3 gave it
 */
public record S3Upload(S3Object object, String id) {

    /** The same upload with another deadline for its requests. */
    public S3Upload within(Duration deadline) {
        return new S3Upload(object.within(deadline), id);
    }

    /** The same upload, whose requests tell how often they were repeated. */
    public S3Upload counting(RetryCounter retries) {
        return new S3Upload(object.counting(retries), id);
    }

    private S3Bucket bucket() {
        return object.bucket();
    }

    /** Sends a part, with the checksum that the service verifies. */
    public UploadPartResponse send(int number, PartBuffer body) {
        return send(number, S3Object.requestBody(body), bucket().partChecksum().of(body));
    }

    /** Sends a small first part, and answers its ETag. */
    public String sendText(String text) {
        return send(1, RequestBody.fromString(text), null).eTag();
    }

    private UploadPartResponse send(int number, RequestBody body, String checksum) {
        UploadPartResponse response = S3Call.answer(() -> bucket().client()
                .uploadPart(
                        request -> request.bucket(bucket().name())
                                .key(object.key())
                                .uploadId(id)
                                .partNumber(number)
                                .checksumCRC32C(checksum)
                                .overrideConfiguration(bucket().options()),
                        body));
        S3Call.required(response.eTag(), S3Object.ETAG);
        return response;
    }

    /**
     * Lets the service copy a part from another object of its, and answers what it says of the part.
     *
     * @param etag of the only object that will do
     * @param range such as {@code bytes=0-99}; null for the whole object
     */
    UploadPartCopyResponse copy(int number, S3Object source, String etag, String range) {
        return S3Call.answer(() -> bucket().client()
                .uploadPartCopy(request -> request.sourceBucket(source.bucket().name())
                        .sourceKey(source.key())
                        .copySourceIfMatch(etag)
                        .copySourceRange(range)
                        .destinationBucket(bucket().name())
                        .destinationKey(object.key())
                        .uploadId(id)
                        .partNumber(number)
                        .overrideConfiguration(bucket().options())));
    }

    /** As many parts as S3 lists at a time, after the one with a number; empty if there is no such upload. */
    public Optional<ListPartsResponse> parts(int after) {
        return S3Call.find(() -> bucket().client()
                .listParts(request -> request.bucket(bucket().name())
                        .key(object.key())
                        .uploadId(id)
                        .partNumberMarker(after == 0 ? null : after)
                        .overrideConfiguration(bucket().options())));
    }

    /** A server may list no parts of an upload that does not exist. */
    public boolean exists() {
        return parts(0).map(listed ->
                        !listed.parts().isEmpty() || object.uploadIds().contains(id))
                .orElse(false);
    }

    /**
     * Makes the object of parts, and answers its ETag; it is empty on servers that do not say it. {@code DUPLICATE} if there is an
     * object already.
     */
    public String complete(Collection<CompletedPart> parts) {
        return complete(parts, S3Object.NOTHING_THERE);
    }

    /** The same, but an object that is there is replaced. */
    public String completeUnconditionally(Collection<CompletedPart> parts) {
        return complete(parts, null);
    }

    private String complete(Collection<CompletedPart> parts, String condition) {
        CompleteMultipartUploadResponse completed = S3Call.exclusively(() -> bucket().client()
                .completeMultipartUpload(request -> request.bucket(bucket().name())
                        .key(object.key())
                        .uploadId(id)
                        .ifNoneMatch(condition)
                        .multipartUpload(upload -> upload.parts(parts))
                        .overrideConfiguration(bucket().options())));
        return Objects.requireNonNullElse(completed.eTag(), "");
    }

    /** Removes the upload and its parts; one that is gone already is gone. */
    public void abort() {
        S3Call.find(() -> bucket().client()
                .abortMultipartUpload(request -> request.bucket(bucket().name())
                        .key(object.key())
                        .uploadId(id)
                        .overrideConfiguration(bucket().options())));
    }
}
