package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.GuardedStream;
import dev.glint.source.ImageContent;
import dev.glint.source.Watchdog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The bytes of an object as content. */
final class S3Content {

    private S3Content() {}

    /**
     * The bytes, for which the ETag vouches as far as it can be compared.
     *
     * @param parts what it vouches for if it is one of parts
     */
    static ImageContent of(
            ResponseInputStream<GetObjectResponse> body,
            Function<GetObjectResponse, Optional<VouchedDigests.Parts>> parts,
            Watchdog watchdog,
            Duration patience,
            Cancellation cancellation) {
        GetObjectResponse response = body.response();
        try {
            Optional<String> checksum =
                    ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm());
            VouchedDigests vouched = new VouchedDigests(checksum, Map.of(), parts.apply(response));
            return new ImageContent(
                    new GuardedStream(body, watchdog, patience, body::abort),
                    OptionalLong.of(response.contentLength()),
                    vouched,
                    cause -> new StoreFailure(
                            STORE_UNAVAILABLE, "S3 broke off in the middle of an image; try again.", cause),
                    cancellation);
        } catch (RuntimeException | Error failure) {
            body.abort();
            throw failure;
        }
    }
}
