package dev.glint.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of requests to AWS, as AWS checks them.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature Version 4</a>
 */
public final class SignatureV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern AUTHORIZATION =
            Pattern.compile(ALGORITHM + " Credential=(\\S+?)/(\\S+), SignedHeaders=(\\S+), Signature=([0-9a-f]{64})");

    private SignatureV4() {}

    /**
     * For whom and what a POST to {@code /} is signed: the access key, and the scope without the date.
     *
     * @param headers with names in lower case
     * @throws AssertionError if the signature is wrong
     */
    public static String check(Map<String, String> headers, String body, String secretKey) {
        Matcher authorization = AUTHORIZATION.matcher(headers.get("authorization"));
        if (!authorization.matches()) {
            throw new AssertionError("no signature: " + headers);
        }
        String scope = authorization.group(2);
        String signedHeaders = authorization.group(3);
        String canonical = Stream.of(signedHeaders.split(";"))
                .map(name -> name + ":" + headers.get(name) + "\n")
                .collect(Collectors.joining(
                        "", "POST\n/\n\n", "\n" + signedHeaders + "\n" + Digests.sha256(body.getBytes(UTF_8))));
        byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
        for (String piece : scope.split("/")) {
            key = hmac(key, piece);
        }
        String text = String.join(
                "\n", ALGORITHM, headers.get("x-amz-date"), scope, Digests.sha256(canonical.getBytes(UTF_8)));
        if (!HexFormat.of().formatHex(hmac(key, text)).equals(authorization.group(4))) {
            throw new AssertionError("a wrong signature of " + canonical);
        }
        return authorization.group(1) + scope.substring(scope.indexOf('/'));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
