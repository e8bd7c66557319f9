package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
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

    /** {@code whole}: whether these are all bytes of the object, of which alone its ETag can tell. */
    static ImageContent of(
            ResponseInputStream<GetObjectResponse> body,
            boolean whole,
            Watchdog watchdog,
            Duration patience,
            Cancellation cancellation) {
        GetObjectResponse response = body.response();
        Optional<String> checksum =
                ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm());
        return new ImageContent(
                new GuardedStream(body, watchdog, patience, body::abort),
                OptionalLong.of(response.contentLength()),
                whole ? VouchedDigests.ofChecksum(checksum) : VouchedDigests.NONE,
                cause -> new StoreFailure(
                        STORE_UNAVAILABLE, "S3 broke off in the middle of an image; try again.", cause),
                cancellation);
    }
}
