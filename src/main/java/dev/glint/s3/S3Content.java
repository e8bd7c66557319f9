package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.format.FormatInspector;
import dev.glint.format.ImageFormat;
import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.GuardedStream;
import dev.glint.source.ImageContent;
import dev.glint.source.Pace;
import dev.glint.source.Ranges;
import dev.glint.source.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object as content.
 *
 * @param patience how long its next bytes may take
 */
record S3Content(S3Object object, Watchdog watchdog, Duration patience) {

    /**
     * The bytes, for which the ETag vouches as far as it can be compared.
     *
     * @param parts what it vouches for if it is one of parts
     */
    ImageContent of(
            ResponseInputStream<GetObjectResponse> body,
            Function<GetObjectResponse, Optional<VouchedDigests.Parts>> parts,
            Cancellation cancellation) {
        GetObjectResponse response = body.response();
        try {
            Optional<String> checksum =
                    ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm());
            VouchedDigests vouched = new VouchedDigests(checksum, Map.of(), parts.apply(response));
            ImageContent content = content(body, vouched, cancellation);
            return response.eTag() == null
                    ? content
                    : content.withRanges(new RangesOf(response.eTag(), response.contentLength()));
        } catch (RuntimeException | Error failure) {
            body.abort();
            throw failure;
        }
    }

    /** What the object with this ETag and length is, as far as a few ranges of it tell. */
    ImageFormat format(String etag, long length, Cancellation cancellation) {
        Ranges ranges = new RangesOf(etag, length);
        try {
            return FormatInspector.inspect(length, (from, count) -> {
                byte[] bytes = new byte[count];
                try (ImageContent range = ranges.open(from, from + count, cancellation)) {
                    range.read(bytes, 0, count);
                    // Only a connection whose answer has been read to its end can be used again.
                    range.atEnd();
                }
                return ByteBuffer.wrap(bytes);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImageContent content(
            ResponseInputStream<GetObjectResponse> body, VouchedDigests vouched, Cancellation cancellation) {
        return new ImageContent(
                new GuardedStream(body, watchdog, patience, body::abort),
                OptionalLong.of(body.response().contentLength()),
                vouched,
                cause -> new StoreFailure(
                        STORE_UNAVAILABLE, "S3 broke off in the middle of an image; try again.", cause),
                cancellation);
    }

    /** Ranges of the object with one ETag and length, and of no other that has come in its place. */
    private final class RangesOf implements Ranges {

        private final String etag;
        private final long length;

        private RangesOf(String etag, long length) {
            this.etag = etag;
            this.length = length;
        }

        @Override
        public ImageContent open(long from, long to, Cancellation cancellation) {
            String bytes = from + "-" + (to - 1);
            ResponseInputStream<GetObjectResponse> body = get("bytes=" + bytes);
            GetObjectResponse response = body.response();
            if (!etag.equals(response.eTag())
                    || !("bytes " + bytes + "/" + length).equals(response.contentRange())
                    || response.contentLength() != to - from) {
                body.abort();
                throw STORE_UNAVAILABLE.because("S3 broke off in the middle of an image, and does not send the rest.");
            }
            return content(body, VouchedDigests.NONE, cancellation);
        }

        private ResponseInputStream<GetObjectResponse> get(String range) {
            try {
                return object.get(etag, range);
            } catch (StoreFailure failure) {
                throw S3Failures.ofBoundRead(failure);
            }
        }

        @Override
        public Pace newPace() {
            return new Pace(patience, 0);
        }
    }
}
