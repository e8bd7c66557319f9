package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/** What the bucket is set up with besides its policy. */
class BucketTest {

    @Test
    void removesUnfinishedUploadsAndNoImage() {
        LifecycleRule rule =
                lifecycle(DeployFiles.text("iam/lifecycle.json")).rules().get(0);
        assertEquals(ExpirationStatus.ENABLED, rule.status());
        assertTrue(
                rule.abortIncompleteMultipartUpload().daysAfterInitiation() >= 1,
                "longer than URLs of uploads are good");
        assertEquals(null, rule.expiration());
    }

    @Test
    void letsBrowsersSendWhatIsSignedAndReadTheETag() {
        CORSRule rule = cors(DeployFiles.text("iam/cors.json")).corsRules().get(0);
        assertEquals(Set.of("GET", "HEAD", "PUT"), Set.copyOf(rule.allowedMethods()));
        assertEquals(
                Set.of("content-type", "content-md5", "if-none-match", "x-amz-meta-glint-*"),
                Set.copyOf(rule.allowedHeaders()));
        assertEquals(Set.of("ETag"), Set.copyOf(rule.exposeHeaders()));
        assertFalse(rule.allowedOrigins().contains("*"));
    }

    @ParameterizedTest
    @CsvSource({
        "AllowedMethods, AllowedMethod",
        "'\"MaxAgeSeconds\": 3600', '\"MaxAgeSeconds\": \"3600\"'",
        "'[\"ETag\"]', '\"ETag\"'",
        "CORSRules, CORSRule",
    })
    void aMistakeIsNoticed(String right, String wrong) {
        String text = DeployFiles.text("iam/cors.json");
        String changed = text.replace(right, wrong);
        assertFalse(changed.equals(text), right);
        assertThrows(IllegalArgumentException.class, () -> cors(changed));
    }

    private static CORSConfiguration cors(String text) {
        return SdkModels.read(DeployFiles.json(text), CORSConfiguration.builder());
    }

    private static BucketLifecycleConfiguration lifecycle(String text) {
        return SdkModels.read(DeployFiles.json(text), BucketLifecycleConfiguration.builder());
    }
}
