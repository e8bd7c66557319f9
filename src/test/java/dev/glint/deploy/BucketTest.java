package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/** The configuration files of the bucket, read into the models of the SDK. */
class BucketTest {

    /** The files use the names of S3's XML: {@code ID} is {@code id} in the model. */
    private static final JsonMapper MODELS = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .build();

    @Test
    void lifecycleRemovesUnfinishedUploadsButNoImages() throws JsonProcessingException {
        List<LifecycleRule> rules = MODELS.readValue(
                        DeployFiles.text("iam/lifecycle.json"), BucketLifecycleConfiguration.serializableBuilderClass())
                .build()
                .rules();
        assertTrue(rules.get(0).abortIncompleteMultipartUpload().daysAfterInitiation() >= 1);
        assertNull(rules.get(0).expiration());
        // No image id has a slash.
        assertEquals(".glint/", rules.get(1).filter().prefix());
        assertEquals(1, rules.get(1).expiration().days());
        assertEquals(2, rules.size());
    }

    @Test
    void corsAllowsTheSignedHeadersAndExposesTheETag() throws JsonProcessingException {
        CORSRule rule = MODELS.readValue(
                        DeployFiles.text("iam/cors.json"), CORSConfiguration.serializableBuilderClass())
                .build()
                .corsRules()
                .get(0);
        assertEquals(Set.of("GET", "HEAD", "PUT"), Set.copyOf(rule.allowedMethods()));
        assertEquals(
                Set.of("content-type", "content-md5", "if-none-match", "x-amz-checksum-sha*", "x-amz-meta-glint-*"),
                Set.copyOf(rule.allowedHeaders()));
        assertEquals(Set.of("ETag"), Set.copyOf(rule.exposeHeaders()));
    }
}
