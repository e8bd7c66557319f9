package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;
import static dev.glint.image.StoreFailure.Kind.STORE_FORBIDDEN;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The requests to one bucket, each within the deadline and with the SDK's retries. Whatever fails is a {@link StoreFailure}.
 */
final class S3Bucket {

    static final String CONTENT_TYPE = "application/octet-stream";
    /** The condition of a write that must not replace anything. */
    static final String NOTHING_THERE = "*";

    private static final String CONTENT_LENGTH = "Content-Length";
    static final String ETAG = "ETag";

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
            S3Call.answer(this::requestCreation);
        } catch (StoreFailure failure) {
            if (!exists()) {
                throw failure;
            }
        }
    }

    private CreateBucketResponse requestCreation() {
        try {
            return client.createBucket(request -> request.bucket(name).overrideConfiguration(options));
        } catch (IllegalArgumentException e) {
            // The SDK checks the name, of new buckets alone.
            throw new StoreFailure(
                    BAD_STORE_CONFIGURATION,
                    "The bucket " + name
                            + " does not exist, and cannot be created: the name of a new bucket has 3 to 63 "
                            + "lower-case letters, digits and dashes; see s3.store.bucket.",
                    e);
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
        Optional<HeadObjectResponse> found = S3Call.find(
                () -> client.headObject(request -> request.bucket(name).key(key).overrideConfiguration(options)));
        found.ifPresent(object -> S3Call.required(object.contentLength(), CONTENT_LENGTH));
        found.ifPresent(object -> S3Call.required(object.eTag(), ETAG));
        return found;
    }

    /** The size of the first part of the object of an ETag; empty where S3 does not tell. */
    OptionalLong firstPartSize(String key, String etag) {
        try {
            HeadObjectResponse part = S3Call.answer(() -> client.headObject(request ->
                    request.bucket(name).key(key).ifMatch(etag).partNumber(1).overrideConfiguration(options)));
            return OptionalLong.of(S3Call.required(part.contentLength(), CONTENT_LENGTH));
        } catch (StoreFailure failure) {
            if (failure.kind() == STORE_FORBIDDEN
                    || failure.kind() == STORE_UNAVAILABLE && !S3Failures.isNotImplemented(failure)) {
                throw failure;
            }
            return OptionalLong.empty();
        }
    }

    /** Reads an object from an offset to its end. */
    ResponseInputStream<GetObjectResponse> get(String key, long offset) {
        String range = offset == 0 ? null : "bytes=" + offset + "-";
        return sized(S3Call.answer(() -> client.getObject(
                request -> request.bucket(name).key(key).range(range).overrideConfiguration(options))));
    }

    /** Reads the object of an ETag, and no other that has come in its place. */
    ResponseInputStream<GetObjectResponse> getExactly(String key, String etag) {
        return sized(S3Call.answer(() -> client.getObject(
                request -> request.bucket(name).key(key).ifMatch(etag).overrideConfiguration(options))));
    }

    /** Only with a length can a body that was cut be told from a whole one. */
    private static ResponseInputStream<GetObjectResponse> sized(ResponseInputStream<GetObjectResponse> body) {
        if (body.response().contentLength() == null) {
            body.abort();
        }
        S3Call.required(body.response().contentLength(), CONTENT_LENGTH);
        return body;
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

    /** Creates a small object; {@code DUPLICATE} if there is one already. */
    void putText(String key, String text) {
        S3Call.exclusively(() -> client.putObject(
                request ->
                        request.bucket(name).key(key).ifNoneMatch(NOTHING_THERE).overrideConfiguration(options),
                RequestBody.fromString(text)));
    }

    /** What a small object says; empty if there is none. */
    Optional<String> text(String key) {
        return S3Call.find(() -> client.getObjectAsBytes(
                        request -> request.bucket(name).key(key).overrideConfiguration(options))
                .asUtf8String());
    }

    /** The same bucket's multipart uploads. */
    S3Uploads uploads() {
        return new S3Uploads(client, name, options);
    }

    /** Deletes an object; one that is gone already is gone. */
    void delete(String key) {
        S3Call.find(() ->
                client.deleteObject(request -> request.bucket(name).key(key).overrideConfiguration(options)));
    }

    static RequestBody requestBody(PartBuffer body) {
        return RequestBody.fromContentProvider(body::open, body.size(), CONTENT_TYPE);
    }
}
