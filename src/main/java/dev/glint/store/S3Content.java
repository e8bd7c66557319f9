package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.StoreFailure;
import dev.glint.source.ImageContent;
import java.io.FilterInputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The bytes of an object as content. */
final class S3Content {

    /** The ETag of an object that was written with one request and is not encrypted with keys of KMS or the client. */
    private static final Pattern MD5 = Pattern.compile("\"?([0-9a-f]{32})\"?");

    private S3Content() {}

    static ImageContent open(S3Bucket bucket, String key, long offset) {
        ResponseInputStream<GetObjectResponse> stream = bucket.get(key, offset);
        GetObjectResponse response = stream.response();
        return new ImageContent(
                new FilterInputStream(stream) {
                    @Override
                    public void close() {
                        // Closing would read what is left, to keep the connection.
                        stream.abort();
                    }
                },
                OptionalLong.of(response.contentLength()),
                offset == 0 ? checksum(response) : Optional.empty(),
                cause -> new StoreFailure(
                        STORE_UNAVAILABLE, "S3 broke off in the middle of an image; try again.", cause));
    }

    private static Optional<String> checksum(GetObjectResponse response) {
        boolean encrypted = response.sseCustomerAlgorithm() != null
                || response.serverSideEncryption() != null
                        && response.serverSideEncryption() != ServerSideEncryption.AES256;
        return encrypted || response.eTag() == null
                ? Optional.empty()
                : Optional.of(MD5.matcher(response.eTag()))
                        .filter(matcher -> matcher.matches())
                        .map(matcher -> matcher.group(1));
    }
}
