package dev.glint.store;

import dev.glint.image.StoreFailure;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The requests to one bucket, each within the deadline and with the SDK's retries. Whatever fails is a {@link StoreFailure}.
 * Objects are only ever created, never replaced.
 */
final class S3Bucket {

    private static final String CONTENT_TYPE = "application/octet-stream";
    /** The condition of a write that must not replace anything. */
    private static final String NOTHING_THERE = "*";

    private final S3Client client;
    private final String name;
    private final AwsRequestOverrideConfiguration options;

    S3Bucket(S3Client client, String name, AwsRequestOverrideConfiguration options) {
        this.client = client;
        this.name = name;
        this.options = options;
    }

    /** Creates the bucket; one that is there already, or that somebody else creates right now, will do. */
    void create() {
        try {
            call(() -> client.createBucket(request -> request.bucket(name).overrideConfiguration(options)));
        } catch (StoreFailure failure) {
            if (!exists()) {
                throw failure;
            }
        }
    }

    /** Whether the bucket is there, for us to use. */
    boolean exists() {
        try {
            call(() -> client.headBucket(request -> request.bucket(name).overrideConfiguration(options)));
            return true;
        } catch (StoreFailure failure) {
            if (S3Failures.isNotFound(failure)) {
                return false;
            }
            throw failure;
        }
    }

    /** Looks at an object; empty if there is none. */
    Optional<HeadObjectResponse> head(String key) {
        try {
            return Optional.of(call(() ->
                    client.headObject(request -> request.bucket(name).key(key).overrideConfiguration(options))));
        } catch (StoreFailure failure) {
            if (S3Failures.isNotFound(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Reads an object from an offset to its end. */
    ResponseInputStream<GetObjectResponse> get(String key, long offset) {
        String range = offset == 0 ? null : "bytes=" + offset + "-";
        return call(() -> client.getObject(
                request -> request.bucket(name).key(key).range(range).overrideConfiguration(options)));
    }

    /** Creates an object with one request, and answers its ETag; {@code DUPLICATE} if there is one already. */
    String put(String key, Map<String, String> metadata, PartBuffer body) {
        return call(() -> client.putObject(
                        request -> request.bucket(name)
                                .key(key)
                                .contentType(CONTENT_TYPE)
                                .metadata(metadata)
                                .ifNoneMatch(NOTHING_THERE)
                                .overrideConfiguration(options),
                        requestBody(body)))
                .eTag();
    }

    /** Begins a multipart upload, and answers its id. */
    String createUpload(String key, Map<String, String> metadata) {
        return call(() -> client.createMultipartUpload(request -> request.bucket(name)
                        .key(key)
                        .contentType(CONTENT_TYPE)
                        .metadata(metadata)
                        .overrideConfiguration(options)))
                .uploadId();
    }

    CompletedPart uploadPart(String key, String uploadId, int number, PartBuffer body) {
        String etag = call(() -> client.uploadPart(
                        request -> request.bucket(name)
                                .key(key)
                                .uploadId(uploadId)
                                .partNumber(number)
                                .overrideConfiguration(options),
                        requestBody(body)))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /** Makes an object of parts, and answers its ETag; {@code DUPLICATE} if there is one already. */
    String completeUpload(String key, String uploadId, Collection<CompletedPart> parts) {
        return call(() -> client.completeMultipartUpload(request -> request.bucket(name)
                        .key(key)
                        .uploadId(uploadId)
                        .ifNoneMatch(NOTHING_THERE)
                        .multipartUpload(upload -> upload.parts(parts))
                        .overrideConfiguration(options)))
                .eTag();
    }

    /** Removes an upload and its parts; one that is gone already is gone. */
    void abortUpload(String key, String uploadId) {
        try {
            call(() -> client.abortMultipartUpload(
                    request -> request.bucket(name).key(key).uploadId(uploadId).overrideConfiguration(options)));
        } catch (StoreFailure failure) {
            if (!S3Failures.isNotFound(failure)) {
                throw failure;
            }
        }
    }

    void delete(String key) {
        call(() -> client.deleteObject(request -> request.bucket(name).key(key).overrideConfiguration(options)));
    }

    private static RequestBody requestBody(PartBuffer body) {
        return RequestBody.fromContentProvider(body::open, body.size(), CONTENT_TYPE);
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failures.translate(e);
        }
    }
}
