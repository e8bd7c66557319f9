package dev.glint.source;

import static dev.glint.image.HashAlgorithm.SHA256;
import static dev.glint.image.HashAlgorithm.SHA512;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.VouchedDigests;
import java.util.Map;
import java.util.Optional;
import org.apache.http.HttpVersion;
import org.apache.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests of the content "hello" in the headers of a source. */
class DigestHeadersTest {

    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";
    private static final String SHA_256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String SHA_256_BASE64 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";

    @Test
    void supportedDigestHeadersAreRead() {
        BasicHttpResponse response = response("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==");
        response.addHeader("Repr-Digest", "md5=:AAAA:, sha-256=:" + SHA_256_BASE64 + ":, unixsum=:AAAA:");
        assertEquals(new VouchedDigests(Optional.of(MD5), Map.of(SHA256, SHA_256)), DigestHeaders.of(response));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            Content-MD5    | not base64
            Content-MD5    | AAAA
            Content-MD5    | ~~
            Repr-Digest    | sha-256=:AAAA:
            Repr-Digest    | sha-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=
            Repr-Digest    | sha-512=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:
            Content-Digest | sha-1=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:
            ETag           | "5d41402abc4b2a76b9719d911017c592"
            """)
    void malformedDigestHeadersAreIgnored(String header, String value) {
        assertEquals(VouchedDigests.NONE, DigestHeaders.of(response(header, value)));
    }

    @ParameterizedTest
    @CsvSource({"false, false, true", "true,  false, false", "false, true,  false", "true,  true,  false"})
    void digestsAgreeUnlessOneDiffers(boolean otherChecksum, boolean otherHash, boolean agrees) {
        VouchedDigests vouched = new VouchedDigests(Optional.of(MD5), Map.of(SHA256, SHA_256));
        ImageDigests read =
                new ImageDigests(otherChecksum ? "00" : MD5, SHA256, Optional.of(otherHash ? "00" : SHA_256));
        assertEquals(agrees, vouched.agreeWith(read));
    }

    @Test
    void digestsOfOtherAlgorithmsAreNotCompared() {
        VouchedDigests vouched = new VouchedDigests(Optional.empty(), Map.of(SHA512, "00"));
        assertEquals(true, vouched.agreeWith(new ImageDigests(MD5, SHA256, Optional.of(SHA_256))));
        assertEquals(true, vouched.agreeWith(new ImageDigests(MD5, HashAlgorithm.NONE, Optional.empty())));
    }

    private static BasicHttpResponse response(String header, String value) {
        BasicHttpResponse response = new BasicHttpResponse(HttpVersion.HTTP_1_1, 200, "OK");
        response.addHeader(header, value);
        return response;
    }
}
