package dev.glint.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.config.BucketUrlFormat;
import dev.glint.image.Endpoint;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** No bucket name leads to another host, though several would by the rules of the SDK. */
class BucketUrlsTest {

    private static final Endpoint SERVICE =
            Endpoint.parse("https://s3.example.org:8443").orElseThrow();

    /** An alias of an access point on AWS Outposts. */
    private static final String OUTPOSTS_ALIAS = "images-e0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images",
                OUTPOSTS_ALIAS,
                "images-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
                "images--op-s3",
                "images--use1-az4--x-s3",
                "images--use1-az4--xa-s3",
                "images-a0b1c2d3e4f5g6h7i8j9k0l1m2n3o4p5s3a-s3alias",
                "images.mrap",
            })
    void bucketUrlsStayOnTheService(String bucket) {
        for (BucketUrlFormat format : BucketUrlFormat.values()) {
            if (!format.isPossible(SERVICE, bucket)) {
                continue;
            }
            BucketUrls urls = new BucketUrls(SERVICE, format, "us-east-1");
            URI url = urls.resolveEndpoint(params(bucket)).join().url();
            assertEquals(urls.url(bucket), url);
            assertEquals(format.isPath(SERVICE, bucket) ? "s3.example.org" : bucket + ".s3.example.org", url.getHost());
            assertEquals(8443, url.getPort());
        }
    }

    @Test
    void rulesOfTheSdkWouldLeaveTheService() {
        S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
        URI url = rules.resolveEndpoint(params(OUTPOSTS_ALIAS)).join().url();
        assertTrue(url.getHost().endsWith("amazonaws.com"), url.toString());
    }

    private static S3EndpointParams params(String bucket) {
        return S3EndpointParams.builder()
                .endpoint(SERVICE.toString())
                .region(Region.US_EAST_1)
                .bucket(bucket)
                .forcePathStyle(true)
                .build();
    }
}
