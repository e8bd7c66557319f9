package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.config.AwsHosts;
import dev.glint.image.DeclaredContent;
import dev.glint.image.Endpoint;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The hash of an object that is written with one request, as S3 verifies it before it stores the object, and tells it later. The
 * headers have their plain names here, since the SDK does not know that of SHA-512.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Amazon S3 User Guide,
 *     Checking object integrity</a>
 */
public final class HashChecksum {

    private HashChecksum() {}

    /**
     * The header with which a client has to send what was declared. A server that does not know it ignores it. Of SHA-512, which is
     * young, that is not certain: it is for AWS only.
     */
    public static Map<String, String> headers(DeclaredContent declared, Endpoint service) {
        boolean isKnown = declared.algorithm() == HashAlgorithm.SHA256 || AwsHosts.contains(service.host());
        return declared.hash()
                .filter(hash -> isKnown)
                .map(hash -> Map.of(
                        name(declared.algorithm()),
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash))))
                .orElse(Map.of());
    }

    /**
     * The hash in lower-case hex that S3 has verified of the object with this ETag; empty where it does not tell one.
     *
     * @throws StoreFailure {@code STORE_UNAVAILABLE}
     */
    public static Optional<String> stored(S3Object object, String etag, HashAlgorithm algorithm) {
        S3Bucket bucket = object.bucket();
        try {
            HeadObjectResponse head = S3Call.answer(() -> bucket.client()
                    .headObject(request -> request.bucket(bucket.name())
                            .key(object.key())
                            .ifMatch(etag)
                            .checksumMode(ChecksumMode.ENABLED)
                            .overrideConfiguration(bucket.options())));
            return head.sdkHttpResponse().firstMatchingHeader(name(algorithm)).flatMap(text -> hex(text, algorithm));
        } catch (StoreFailure failure) {
            if (failure.kind() == STORE_UNAVAILABLE && !S3Failures.isNotImplemented(failure)) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    /** That of an object in parts has a dash at its end, and is none of the bytes. */
    private static Optional<String> hex(String text, HashAlgorithm algorithm) {
        try {
            return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(text)))
                    .filter(hash -> hash.length() == algorithm.hexLength());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String name(HashAlgorithm algorithm) {
        return "x-amz-checksum-" + algorithm;
    }
}
