package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.GuardedStream;
import dev.glint.source.ImageContent;
import dev.glint.source.Watchdog;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The bytes of an object as content. */
final class S3Content {

    private S3Content() {}

    static ImageContent open(S3Bucket bucket, String key, long offset, Watchdog watchdog, Duration patience) {
        ResponseInputStream<GetObjectResponse> body = bucket.get(key, offset);
        GetObjectResponse response = body.response();
        Optional<String> checksum =
                ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm());
        return new ImageContent(
                new GuardedStream(body, watchdog, patience, body::abort),
                OptionalLong.of(response.contentLength()),
                offset == 0 ? VouchedDigests.ofChecksum(checksum) : VouchedDigests.NONE,
                cause -> new StoreFailure(
                        STORE_UNAVAILABLE, "S3 broke off in the middle of an image; try again.", cause));
    }
}
