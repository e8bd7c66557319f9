package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.DUPLICATE;

import dev.glint.image.StoreFailure;
import dev.glint.transfer.PartBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * An object, which need not exist, and the requests about it. Each is made within the deadline and with the SDK's retries. Each
 * failure is a {@link StoreFailure}.
 */
public final class S3Object {

    public static final String CONTENT_TYPE = "application/octet-stream";
    /** The condition of a write that must not replace anything. */
    public static final String NOTHING_THERE = "*";

    static final String ETAG = "ETag";
    static final String CONTENT_LENGTH = "Content-Length";

    private final S3Bucket bucket;
    private final String key;

    S3Object(S3Bucket bucket, String key) {
        this.bucket = bucket;
        this.key = key;
    }

    public S3Bucket bucket() {
        return bucket;
    }

    public String key() {
        return key;
    }

    /** Another object of the same bucket. */
    public S3Object sibling(String otherKey) {
        return new S3Object(bucket, otherKey);
    }

    /** The same object with another deadline for its requests. */
    public S3Object within(Duration deadline) {
        return new S3Object(bucket.within(deadline), key);
    }

    /** The same object, whose requests tell how often they were repeated. */
    public S3Object counting(RetryCounter retries) {
        return new S3Object(bucket.counting(retries), key);
    }

    /** Looks at the object; empty if there is none. */
    public Optional<HeadObjectResponse> head() {
        Optional<HeadObjectResponse> found = S3Call.find(() -> bucket.client()
                .headObject(request -> request.bucket(bucket.name()).key(key).overrideConfiguration(bucket.options())));
        found.ifPresent(object -> S3Call.required(object.contentLength(), CONTENT_LENGTH));
        found.ifPresent(object -> S3Call.required(object.eTag(), ETAG));
        return found;
    }

    public boolean exists() {
        return head().isPresent();
    }

    /** The failure of a call that wants to create the object while another has. */
    public StoreFailure taken() {
        return DUPLICATE.because("The id %s is taken.", key).about(key);
    }

    /**
     * Reads the object.
     *
     * @param etag of the only object that will do; null for any
     * @param range such as {@code bytes=0-99}, although the server may send all bytes all the same; null for all
     */
    ResponseInputStream<GetObjectResponse> get(String etag, String range) {
        ResponseInputStream<GetObjectResponse> body = S3Call.answer(() -> bucket.client()
                .getObject(request -> request.bucket(bucket.name())
                        .key(key)
                        .ifMatch(etag)
                        .range(range)
                        .overrideConfiguration(bucket.options())));
        // Only with a length can a body that was cut be told from a whole one.
        if (body.response().contentLength() == null) {
            body.abort();
        }
        S3Call.required(body.response().contentLength(), CONTENT_LENGTH);
        return body;
    }

    /** What a small object says; empty if there is none. */
    public Optional<String> text() {
        return small().map(ResponseBytes::asUtf8String);
    }

    /** Reads a small object; empty if there is none. */
    public Optional<ResponseBytes<GetObjectResponse>> small() {
        return S3Call.find(() -> bucket.client()
                .getObjectAsBytes(
                        request -> request.bucket(bucket.name()).key(key).overrideConfiguration(bucket.options())));
    }

    /** Creates the object with one request; {@code DUPLICATE} if there is one already. */
    public PutObjectResponse put(Map<String, String> metadata, PartBuffer body) {
        return put(metadata, requestBody(body), NOTHING_THERE);
    }

    /** Creates or replaces the object. */
    public PutObjectResponse putUnconditionally(Map<String, String> metadata, PartBuffer body) {
        return put(metadata, requestBody(body), null);
    }

    /** Creates a small object, and answers its ETag; {@code DUPLICATE} if there is one already. */
    public String putText(String text) {
        return S3Call.required(
                put(Map.of(), RequestBody.fromString(text), NOTHING_THERE).eTag(), ETAG);
    }

    /** Creates or replaces a small object. */
    public void putTextUnconditionally(String text) {
        put(Map.of(), RequestBody.fromString(text), null);
    }

    private PutObjectResponse put(Map<String, String> metadata, RequestBody body, String condition) {
        return S3Call.exclusively(() -> bucket.client()
                .putObject(
                        request -> request.bucket(bucket.name())
                                .key(key)
                                .contentType(CONTENT_TYPE)
                                .metadata(metadata)
                                .ifNoneMatch(condition)
                                .overrideConfiguration(bucket.options()),
                        body));
    }

    /** Deletes the object; one that is gone already is gone. */
    public void delete() {
        S3Call.find(() -> bucket.client()
                .deleteObject(
                        request -> request.bucket(bucket.name()).key(key).overrideConfiguration(bucket.options())));
    }

    /** Begins an upload of the object in parts that all have a checksum. */
    public S3Upload createUpload(Map<String, String> metadata, PartChecksum checksum) {
        CreateMultipartUploadResponse created = S3Call.answer(() -> bucket.client()
                .createMultipartUpload(request -> request.bucket(bucket.name())
                        .key(key)
                        .contentType(CONTENT_TYPE)
                        .metadata(metadata)
                        .checksumAlgorithm(checksum.algorithm())
                        .overrideConfiguration(bucket.options())));
        return upload(S3Call.required(created.uploadId(), "UploadId"));
    }

    /** The upload with this id, which need not exist. */
    public S3Upload upload(String id) {
        return new S3Upload(this, id);
    }

    /** The ids of all unfinished uploads of the object. */
    public List<String> uploadIds() {
        return S3Call.answer(() -> bucket
                .client()
                .listMultipartUploadsPaginator(
                        request -> request.bucket(bucket.name()).prefix(key).overrideConfiguration(bucket.options()))
                .uploads()
                .stream()
                .filter(upload -> key.equals(upload.key()))
                .map(upload -> S3Call.required(upload.uploadId(), "UploadId"))
                .toList());
    }

    static RequestBody requestBody(PartBuffer body) {
        return RequestBody.fromContentProvider(body::open, body.size(), CONTENT_TYPE);
    }
}
