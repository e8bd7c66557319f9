package dev.glint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Access to S3 that does not use the code under test. */
public final class PlainS3 implements AutoCloseable {

    private static final Duration PATIENCE = MachineSpeed.scaled(Duration.ofSeconds(10));

    private final S3Client client;
    private final String bucket;
    private final Predicate<String> isListed;

    public PlainS3(URI endpoint, String accessKey, String secretKey, String bucket) {
        this(client(endpoint, accessKey, secretKey), bucket, key -> true);
    }

    private PlainS3(S3Client client, String bucket, Predicate<String> isListed) {
        this.client = client;
        this.bucket = bucket;
        this.isListed = isListed;
    }

    private static S3Client client(URI endpoint, String accessKey, String secretKey) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .build();
    }

    /** Opens the bucket in the configuration of the application under test. */
    public static PlainS3 ofConfiguration() {
        String host = Settings.get("s3.store.host");
        return new PlainS3(
                URI.create(host.contains("://") ? host : "http://" + host),
                Settings.get("s3.store.access-key"),
                Settings.get("s3.store.secret-key"),
                Settings.get("s3.store.bucket"));
    }

    /** A view with the same client that lists only some keys. It is closed together with this object. */
    public PlainS3 about(Predicate<String> onlyKeys) {
        return new PlainS3(client, bucket, onlyKeys);
    }

    public S3Client client() {
        return client;
    }

    public String bucket() {
        return bucket;
    }

    public byte[] read(String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asByteArray();
    }

    /** The metadata of an object. */
    public HeadObjectResponse head(String key) {
        return client.headObject(request -> request.bucket(bucket).key(key));
    }

    public void write(String key, byte[] bytes) {
        write(key, bytes, Map.of());
    }

    /** Writes an object with this metadata. */
    public void write(String key, byte[] bytes, Map<String, String> metadata) {
        client.putObject(request -> request.bucket(bucket).key(key).metadata(metadata), RequestBody.fromBytes(bytes));
    }

    /** Writes an object in parts, with their size in its metadata, as the application does. */
    public void writeInParts(String key, byte[] bytes, int partSize) {
        writeInParts(key, bytes, partSize, Map.of("glint-part-size", "" + partSize));
    }

    /** Writes an object with this metadata in parts. */
    public void writeInParts(String key, byte[] bytes, int partSize, Map<String, String> metadata) {
        String uploadId = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).metadata(metadata))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int offset = 0; offset < bytes.length; offset += partSize) {
            int number = parts.size() + 1;
            byte[] part = Arrays.copyOfRange(bytes, offset, Math.min(bytes.length, offset + partSize));
            String etag = client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(uploadId)
                                    .partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        client.completeMultipartUpload(request ->
                request.bucket(bucket).key(key).uploadId(uploadId).multipartUpload(upload -> upload.parts(parts)));
    }

    /** Reads an object, and removes it from the bucket. */
    public byte[] take(String key) {
        byte[] bytes = read(key);
        remove(key);
        return bytes;
    }

    /** Removes an object if there is one. */
    public void remove(String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key));
    }

    public List<String> keys() {
        return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .filter(isListed)
                .toList();
    }

    public List<String> unfinishedUploads() {
        return uploads().stream().map(MultipartUpload::key).toList();
    }

    private List<MultipartUpload> uploads() {
        return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                .filter(upload -> isListed.test(upload.key()))
                .toList();
    }

    /** The ids of the unfinished uploads of one key. */
    public List<String> unfinishedUploads(String key) {
        return uploads().stream()
                .filter(upload -> upload.key().equals(key))
                .map(MultipartUpload::uploadId)
                .toList();
    }

    /** The number of parts of an unfinished upload. */
    public int countParts(String key, String uploadId) {
        return client.listParts(request -> request.bucket(bucket).key(key).uploadId(uploadId))
                .parts()
                .size();
    }

    /** Removes an unfinished upload if there is one. */
    public void abort(String key, String uploadId) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(uploadId));
        } catch (NoSuchUploadException e) {
            // The upload has ended meanwhile.
        }
    }

    /**
     * Asserts that no object and no unfinished upload is left, and removes all of them in any case. The application may remove some
     * of them a little after its answer.
     */
    public void assertEmptyAndClean() {
        Await.within(PATIENCE, () -> keys().isEmpty() && uploads().isEmpty());
        List<String> keys = keys();
        List<MultipartUpload> uploads = uploads();
        keys.forEach(this::remove);
        uploads.forEach(upload -> abort(upload.key(), upload.uploadId()));
        assertEquals(List.of(), keys, "objects left in the bucket");
        assertEquals(List.of(), uploads.stream().map(MultipartUpload::key).toList(), "uploads left in the bucket");
    }

    @Override
    public void close() {
        client.close();
    }
}
