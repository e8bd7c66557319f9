package dev.glint.store;

import dev.glint.image.StoreFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The requests to one bucket, each within the deadline and with the SDK's retries. Whatever fails is a {@link StoreFailure}.
 */
final class S3Bucket {

    static final String CONTENT_TYPE = "application/octet-stream";
    /** The condition of a write that must not replace anything. */
    static final String NOTHING_THERE = "*";

    private final S3Client client;
    private final String name;
    private final AwsRequestOverrideConfiguration options;

    S3Bucket(S3Client client, String name, AwsRequestOverrideConfiguration options) {
        this.client = client;
        this.name = name;
        this.options = options;
    }

    /** The same bucket with another deadline. */
    S3Bucket within(Duration deadline) {
        return with(changed -> changed.apiCallTimeout(deadline));
    }

    /** The same bucket, whose requests tell how often they were repeated. */
    S3Bucket counting(RetryCounter retries) {
        return with(changed -> changed.addMetricPublisher(retries));
    }

    private S3Bucket with(Consumer<AwsRequestOverrideConfiguration.Builder> change) {
        AwsRequestOverrideConfiguration.Builder changed = options.toBuilder();
        change.accept(changed);
        return new S3Bucket(client, name, changed.build());
    }

    /** Creates the bucket; one that is there already, or that somebody else creates right now, will do. */
    void create() {
        try {
            S3Call.answer(
                    () -> client.createBucket(request -> request.bucket(name).overrideConfiguration(options)));
        } catch (StoreFailure failure) {
            if (!exists()) {
                throw failure;
            }
        }
    }

    /** Whether the bucket is there, for us to use. */
    boolean exists() {
        return S3Call.find(
                        () -> client.headBucket(request -> request.bucket(name).overrideConfiguration(options)))
                .isPresent();
    }

    /** Looks at an object; empty if there is none. */
    Optional<HeadObjectResponse> head(String key) {
        return S3Call.find(
                () -> client.headObject(request -> request.bucket(name).key(key).overrideConfiguration(options)));
    }

    /** Reads an object from an offset to its end. */
    ResponseInputStream<GetObjectResponse> get(String key, long offset) {
        String range = offset == 0 ? null : "bytes=" + offset + "-";
        return S3Call.answer(() -> client.getObject(
                request -> request.bucket(name).key(key).range(range).overrideConfiguration(options)));
    }

    /** Reads the object of an ETag, and no other that has come in its place. */
    ResponseInputStream<GetObjectResponse> getExactly(String key, String etag) {
        return S3Call.answer(() -> client.getObject(
                request -> request.bucket(name).key(key).ifMatch(etag).overrideConfiguration(options)));
    }

    /** Creates an object with one request; {@code DUPLICATE} if there is one already. */
    PutObjectResponse put(String key, Map<String, String> metadata, PartBuffer body) {
        return put(key, metadata, body, NOTHING_THERE);
    }

    /** Creates or replaces an object. */
    PutObjectResponse putUnconditionally(String key, Map<String, String> metadata, PartBuffer body) {
        return put(key, metadata, body, null);
    }

    private PutObjectResponse put(String key, Map<String, String> metadata, PartBuffer body, String condition) {
        return S3Call.exclusively(() -> client.putObject(
                request -> request.bucket(name)
                        .key(key)
                        .contentType(CONTENT_TYPE)
                        .metadata(metadata)
                        .ifNoneMatch(condition)
                        .overrideConfiguration(options),
                requestBody(body)));
    }

    /** Begins a multipart upload, and answers its id. */
    String createUpload(String key, Map<String, String> metadata) {
        return S3Call.answer(() -> client.createMultipartUpload(request -> request.bucket(name)
                        .key(key)
                        .contentType(CONTENT_TYPE)
                        .metadata(metadata)
                        .overrideConfiguration(options)))
                .uploadId();
    }

    UploadPartResponse uploadPart(String key, String uploadId, int number, PartBuffer body) {
        return S3Call.answer(() -> client.uploadPart(
                request -> request.bucket(name)
                        .key(key)
                        .uploadId(uploadId)
                        .partNumber(number)
                        .overrideConfiguration(options),
                requestBody(body)));
    }

    /** Makes an object of parts, and answers its ETag; {@code DUPLICATE} if there is one already. */
    String completeUpload(String key, String uploadId, Collection<CompletedPart> parts) {
        return completeUpload(key, uploadId, parts, NOTHING_THERE);
    }

    /** Makes an object of parts, or replaces one, and answers its ETag. */
    String completeUploadUnconditionally(String key, String uploadId, Collection<CompletedPart> parts) {
        return completeUpload(key, uploadId, parts, null);
    }

    private String completeUpload(String key, String uploadId, Collection<CompletedPart> parts, String condition) {
        return S3Call.exclusively(() -> client.completeMultipartUpload(request -> request.bucket(name)
                        .key(key)
                        .uploadId(uploadId)
                        .ifNoneMatch(condition)
                        .multipartUpload(upload -> upload.parts(parts))
                        .overrideConfiguration(options)))
                .eTag();
    }

    /** Removes an upload and its parts; one that is gone already is gone. */
    void abortUpload(String key, String uploadId) {
        S3Call.find(() -> client.abortMultipartUpload(
                request -> request.bucket(name).key(key).uploadId(uploadId).overrideConfiguration(options)));
    }

    /** The uploads of a key. */
    Stream<MultipartUpload> uploads(String key) {
        return S3Call.answer(() -> client.listMultipartUploads(
                        request -> request.bucket(name).prefix(key).overrideConfiguration(options)))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(key));
    }

    /** As many parts of an upload as S3 lists at a time, behind the one of a number; empty if there is no such upload. */
    Optional<ListPartsResponse> parts(String key, String uploadId, int after) {
        return S3Call.find(() -> client.listParts(request -> request.bucket(name)
                .key(key)
                .uploadId(uploadId)
                .partNumberMarker(after == 0 ? null : after)
                .overrideConfiguration(options)));
    }

    /** Deletes an object; one that is gone already is gone. */
    void delete(String key) {
        S3Call.find(() ->
                client.deleteObject(request -> request.bucket(name).key(key).overrideConfiguration(options)));
    }

    private static RequestBody requestBody(PartBuffer body) {
        return RequestBody.fromContentProvider(body::open, body.size(), CONTENT_TYPE);
    }
}
