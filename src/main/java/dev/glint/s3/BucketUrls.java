package dev.glint.s3;

import dev.glint.config.BucketUrlFormat;
import dev.glint.image.Endpoint;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * The URLs of a service's buckets, for requests and for presigned URLs alike. The SDK has rules of its own, which send buckets
 * with certain names (of Outposts, of access points) to other hosts. These never leave the service.
 */
final class BucketUrls implements S3EndpointProvider {

    private final Endpoint service;
    private final BucketUrlFormat format;
    private final SigV4AuthScheme signature;

    BucketUrls(Endpoint service, BucketUrlFormat format, String region) {
        this.service = service;
        this.format = format;
        this.signature = SigV4AuthScheme.builder()
                .signingName("s3")
                .signingRegion(region)
                // Objects of S3 are named by the path as it stands.
                .disableDoubleEncoding(true)
                .build();
    }

    /** The region to sign for. */
    String region() {
        return signature.signingRegion();
    }

    /** The URL of a bucket, to which the key of an object is added as a path. */
    URI url(String bucket) {
        if (format.isPath(service, bucket)) {
            return URI.create(service + "/" + bucket);
        }
        return URI.create((service.secure() ? "https://" : "http://") + bucket + "." + service.service());
    }

    @Override
    public CompletableFuture<software.amazon.awssdk.endpoints.Endpoint> resolveEndpoint(S3EndpointParams params) {
        return CompletableFuture.completedFuture(software.amazon.awssdk.endpoints.Endpoint.builder()
                .url(url(params.bucket()))
                .putAttribute(AwsEndpointAttribute.AUTH_SCHEMES, List.of(signature))
                .build());
    }
}
