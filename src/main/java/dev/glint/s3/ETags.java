package dev.glint.s3;

import dev.glint.transfer.PartsETag;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * What an ETag says about the bytes. It is their MD5 if they were sent with one request, and are not encrypted or encrypted with
 * keys that S3 manages.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">Amazon S3 API, Object</a>
 */
public final class ETags {

    private static final Pattern MD5 = Pattern.compile("\"?([0-9a-f]{32})\"?");
    private static final Pattern OF_PARTS = Pattern.compile("\"?([0-9a-f]{32}-[1-9]\\d{0,4})\"?");

    private ETags() {}

    /**
     * The MD5 of the bytes in lower-case hex, where the ETag is one.
     *
     * @param encryption how S3 encrypts the object; null if it does not say
     * @param customerAlgorithm how it is encrypted with a key of the client; null if it is not
     */
    public static Optional<String> md5(String etag, ServerSideEncryption encryption, String customerAlgorithm) {
        return digest(MD5, etag, encryption, customerAlgorithm);
    }

    /** The same of an object of parts: the MD5 of their MD5s, as {@link PartsETag} computes it. */
    static Optional<String> ofParts(String etag, ServerSideEncryption encryption, String customerAlgorithm) {
        return digest(OF_PARTS, etag, encryption, customerAlgorithm);
    }

    /** Whether these can be the bytes of an object that was written with one request, or as an upload of one part. */
    public static boolean allow(String md5, HeadObjectResponse object) {
        ServerSideEncryption encryption = object.serverSideEncryption();
        String customerAlgorithm = object.sseCustomerAlgorithm();
        return md5(object.eTag(), encryption, customerAlgorithm)
                .map(md5::equals)
                .or(() -> ofParts(object.eTag(), encryption, customerAlgorithm).map(PartsETag.of(List.of(md5))::equals))
                .orElse(true);
    }

    private static Optional<String> digest(
            Pattern form, String etag, ServerSideEncryption encryption, String customerAlgorithm) {
        boolean digest = customerAlgorithm == null && (encryption == null || encryption == ServerSideEncryption.AES256);
        Matcher matcher = form.matcher(etag == null ? "" : etag);
        return digest && matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
