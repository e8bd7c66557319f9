package dev.glint.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The requests of an {@link S3Bucket} that are about multipart uploads. */
final class S3Uploads {

    private final S3Client client;
    private final String name;
    private final AwsRequestOverrideConfiguration options;

    S3Uploads(S3Client client, String name, AwsRequestOverrideConfiguration options) {
        this.client = client;
        this.name = name;
        this.options = options;
    }

    /** Begins a multipart upload, and answers its id. */
    String create(String key, Map<String, String> metadata) {
        CreateMultipartUploadResponse created =
                S3Call.answer(() -> client.createMultipartUpload(request -> request.bucket(name)
                        .key(key)
                        .contentType(S3Bucket.CONTENT_TYPE)
                        .metadata(metadata)
                        .overrideConfiguration(options)));
        return S3Call.required(created.uploadId(), "UploadId");
    }

    UploadPartResponse uploadPart(String key, String uploadId, int number, PartBuffer body) {
        UploadPartResponse response = S3Call.answer(() -> client.uploadPart(
                request -> request.bucket(name)
                        .key(key)
                        .uploadId(uploadId)
                        .partNumber(number)
                        .overrideConfiguration(options),
                S3Bucket.requestBody(body)));
        S3Call.required(response.eTag(), S3Bucket.ETAG);
        return response;
    }

    /**
     * Makes an object of parts, and answers its ETag, which some servers do not say: it is empty then. {@code DUPLICATE} if there
     * is an object already.
     */
    String complete(String key, String uploadId, Collection<CompletedPart> parts) {
        return complete(key, uploadId, parts, S3Bucket.NOTHING_THERE);
    }

    /** The same, but an object that is there is replaced. */
    String completeUnconditionally(String key, String uploadId, Collection<CompletedPart> parts) {
        return complete(key, uploadId, parts, null);
    }

    private String complete(String key, String uploadId, Collection<CompletedPart> parts, String condition) {
        CompleteMultipartUploadResponse completed =
                S3Call.exclusively(() -> client.completeMultipartUpload(request -> request.bucket(name)
                        .key(key)
                        .uploadId(uploadId)
                        .ifNoneMatch(condition)
                        .multipartUpload(upload -> upload.parts(parts))
                        .overrideConfiguration(options)));
        return Objects.requireNonNullElse(completed.eTag(), "");
    }

    /** Removes an upload and its parts; one that is gone already is gone. */
    void abort(String key, String uploadId) {
        S3Call.find(() -> client.abortMultipartUpload(
                request -> request.bucket(name).key(key).uploadId(uploadId).overrideConfiguration(options)));
    }

    /** The ids of all unfinished uploads of a key. */
    List<String> ids(String key) {
        return S3Call.answer(() -> client
                .listMultipartUploadsPaginator(
                        request -> request.bucket(name).prefix(key).overrideConfiguration(options))
                .uploads()
                .stream()
                .filter(upload -> key.equals(upload.key()))
                .map(upload -> S3Call.required(upload.uploadId(), "UploadId"))
                .toList());
    }

    /** As many parts of an upload as S3 lists at a time, behind the one of a number; empty if there is no such upload. */
    Optional<ListPartsResponse> parts(String key, String uploadId, int after) {
        return S3Call.find(() -> client.listParts(request -> request.bucket(name)
                .key(key)
                .uploadId(uploadId)
                .partNumberMarker(after == 0 ? null : after)
                .overrideConfiguration(options)));
    }
}
