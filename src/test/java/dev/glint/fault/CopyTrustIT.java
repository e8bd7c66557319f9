package dev.glint.fault;

import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.COPY_PART;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.PlainTags;
import dev.glint.testing.SourceServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Which keys S3 copies with, and whose word for the digests of an image is believed. What is not believed is read and sent. */
@Timeout(300)
class CopyTrustIT extends CopySuite {

    private static final byte[] BYTES = SourceServer.bytes(SIZE);

    @Test
    void anotherKeyIsNotUsedForTheCopy() {
        String place = original(SIZE).text("location").replace("s3://", "");
        assertStreamed(copy("s3://another:key@" + place), SIZE);
        assertEquals(0, s3.count(COPY_PART));
    }

    @Test
    void ourOwnKeyInALocationIsUsedForTheCopy() {
        String place = original(SIZE).text("location").replace("s3://", "");
        String keys = configuration().get("s3.store.access-key") + ":"
                + configuration().get("s3.store.secret-key");
        assertCopied(copy("s3://" + keys + "@" + place), SIZE, 2);
    }

    /** Tags with another ETag, and digests that cannot be those of the ETag. */
    @ParameterizedTest
    @CsvSource({"0123456789abcdef0123456789abcdef, true", "0123456789abcdef0123456789abcdef-2, true", ", false"})
    void forgedTagsAreNotBelieved(String etag, boolean rightChecksum) {
        plainS3.write(otherId, BYTES);
        Map<String, String> tags = new HashMap<>(Digests.properties(rightChecksum ? BYTES : SMALL));
        tags.put("glint-hash", "0".repeat(128));
        tags.put("glint-etag", etag == null ? plainS3.head(otherId).eTag().replace("\"", "") : etag);
        PlainTags.write(plainS3, otherId, tags);
        assertStreamed(copy(locationOf(otherId)), SIZE);
        assertEquals(0, s3.count(CREATE_UPLOAD) - s3.count(COMPLETE_UPLOAD));
        assertEquals(0, s3.count(COPY_PART));
    }

    /** Others can write to that bucket, and could have stored any hash with the image: S3 cannot check it. */
    @Test
    void digestsInABucketOfOthersAreNotBelieved() {
        String bucket = "others-" + id;
        plainS3.client().createBucket(request -> request.bucket(bucket));
        Map<String, String> forged = new HashMap<>(Digests.properties(BYTES));
        forged.put("glint-hash", "0".repeat(128));
        plainS3.client()
                .putObject(
                        request -> request.bucket(bucket).key(otherId).metadata(forged), RequestBody.fromBytes(BYTES));
        Map<String, String> configuration = new HashMap<>(configuration());
        configuration.put("s3.store.allowed-buckets", bucket);
        try (PackagedApplication other = new PackagedApplication(configuration)) {
            String location = locationOf(otherId).replaceFirst("/tagged-[^/]+", "/" + bucket);
            assertStreamed(copy(other.functions(), location), SIZE);
            assertEquals(0, s3.count(COPY_PART));
        }
        plainS3.client().deleteObject(request -> request.bucket(bucket).key(otherId));
    }

    /** The client that uploads it sends tags, too, which the server takes although they are not signed. */
    @Test
    void tagsOfAClientAreNotBelieved() {
        JsonNode presigned = begin(application.functions());
        Map<String, String> headers = PlainHttp.headers(presigned);
        headers.put(
                "x-amz-tagging",
                "glint-etag=" + Digests.md5(BYTES) + "&glint-checksum=" + Digests.md5(BYTES)
                        + "&glint-hash-algorithm=sha512&glint-hash=" + "0".repeat(128));
        assertEquals(
                200,
                PlainHttp.put(presigned.path("url").asText(), headers, BYTES).statusCode());
        assertEquals("0".repeat(128), PlainTags.read(plainS3, otherId).get("glint-hash"));
        assertStreamed(copy(locationOf(otherId)), SIZE);
        assertEquals(0, s3.count(COPY_PART));
    }
}
