package dev.glint.store;

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

    /** Some bytes of an object; its ETag tells nothing of them. */
    static ImageContent of(
            ResponseInputStream<GetObjectResponse> body,
            Watchdog watchdog,
            Duration patience,
            Cancellation cancellation) {
        return content(body, VouchedDigests.NONE, watchdog, patience, cancellation);
    }

    /**
     * All bytes of an object, for which its ETag vouches as far as it can be compared.
     *
     * @param parts what it vouches for if it is one of parts
     */
    static ImageContent whole(
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
            return content(body, vouched, watchdog, patience, cancellation);
        } catch (RuntimeException | Error failure) {
            body.abort();
            throw failure;
        }
    }

    private static ImageContent content(
            ResponseInputStream<GetObjectResponse> body,
            VouchedDigests vouched,
            Watchdog watchdog,
            Duration patience,
            Cancellation cancellation) {
        return new ImageContent(
                new GuardedStream(body, watchdog, patience, body::abort),
                OptionalLong.of(body.response().contentLength()),
                vouched,
                cause -> new StoreFailure(
                        STORE_UNAVAILABLE, "S3 broke off in the middle of an image; try again.", cause),
                cancellation);
    }
}
