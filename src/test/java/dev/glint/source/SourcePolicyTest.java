package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of a URL before its host is looked up. The word hush marks text that no sentence may repeat. */
class SourcePolicyTest {

    private static final SourcePolicy STRICT = policy(Map.of());
    private static final SourcePolicy LENIENT = policy(Map.of(
            "image.source.allowed-schemes", "http,https",
            "image.source.allowed-ports", "80,443,8000"));

    @ParameterizedTest
    @CsvSource({
        "https://example.org/image, good, good",
        "https://example.org, good, good",
        "HTTPS://EXAMPLE.ORG/image, good, good",
        "https://example.org:443/image?signature=hush, good, good",
        "https://example.org:80/image, good, good",
        "https://example.org:/image, good, good",
        "https://example.org./image, good, good",
        "https://xn--exmple-cua.org/image, good, good",
        "https://example.org/a%20b?c=%2F#d, good, good",
        "https://8.8.8.8/image, good, good",
        "https://[2606:4700::1111]/image, good, good",
        "http://example.org/image, scheme, good",
        "HTTP://example.org/image, scheme, good",
        "http://example.org:8000/image, scheme, good",
        "https://example.org:8000/image, port, good",
        // Other ports, and invalid ones
        "https://example.org:22/hush, port, port",
        "https://example.org:8443/hush, port, port",
        "https://example.org:0/hush, port, port",
        "https://example.org:65536/hush, port, port",
        "https://example.org:4294967739/hush, invalid, invalid",
        "https://example.org:-443/hush, invalid, invalid",
        "https://example.org:443x/hush, invalid, invalid",
        // Other schemes
        "file:///etc/passwd, scheme, scheme",
        "file://localhost/etc/passwd, scheme, scheme",
        "file:/etc/passwd, scheme, scheme",
        "ftp://example.org/image, scheme, scheme",
        "gopher://example.org:70/_hush, scheme, scheme",
        "dict://example.org:11211/stat, scheme, scheme",
        "ldap://example.org/hush, scheme, scheme",
        "jar:https://example.org/a.jar!/b, scheme, scheme",
        "data:text/plain;base64;hush, scheme, scheme",
        "javascript:alert(1), scheme, scheme",
        "mailto:hush@example.org, scheme, scheme",
        "s3a://key:hush@example.org/images/1, scheme, scheme",
        "s3-https://example.org/images/1, scheme, scheme",
        "httpss://example.org/, scheme, scheme",
        "//example.org/image, scheme, scheme",
        "/image, scheme, scheme",
        "example.org/image, scheme, scheme",
        "'', scheme, scheme",
        // Credentials in the URL, and text that looks like credentials
        "https://user:hush@example.org/image, credentials, credentials",
        "https://hush@example.org/image, credentials, credentials",
        "https://@example.org/image, credentials, credentials",
        "https://example.org@127.0.0.1/image, credentials, credentials",
        "https://example.org%40127.0.0.1/image, invalid, invalid",
        "https://user@hush@example.org/image, invalid, invalid",
        // No host
        "https:, invalid, invalid",
        "https://, invalid, invalid",
        "https:///image, invalid, invalid",
        "https:/image, invalid, invalid",
        "https:example.org/image, invalid, invalid",
        "https://:443/image, invalid, invalid",
        "https://?hush, invalid, invalid",
        "https://./image, invalid, invalid",
        "https://../image, invalid, invalid",
        "https://.example.org/image, invalid, invalid",
        "https://a..example.org/image, invalid, invalid",
        "https://0x7f.0.0.1/hush, invalid, invalid",
        "https://127.1/hush, invalid, invalid",
        "https://127.0.1/hush, invalid, invalid",
        "https://127.0.0.256/hush, invalid, invalid",
        "https://127.0.0.1.1/hush, invalid, invalid",
        "https://[::1/hush, invalid, invalid",
        "https://[127.0.0.1]/hush, invalid, invalid",
        "https://::1/hush, invalid, invalid",
        // URLs that parsers read differently
        "'https://example.org\\@127.0.0.1/hush', invalid, invalid",
        "'https:\\\\example.org/hush', invalid, invalid",
        "'https://example.org\\hush', invalid, invalid",
        "'https://example.org /hush', invalid, invalid",
        "' https://example.org/hush', invalid, invalid",
        "'https://example.org/hush hush', invalid, invalid",
        "'https://example.org/\r\nX-Injected: hush', invalid, invalid",
        "'https://example.org\r\n/hush', invalid, invalid",
        "'https://example.org/\u0000hush', invalid, invalid",
        "https://example.org/%0d%0aX-Injected:hush, good, good",
        "https://example.org/%zz, invalid, invalid",
        "https://exämple.org/hush, invalid, invalid",
        "https://①②⑦.0.0.1/hush, invalid, invalid",
        "https://127。0。0。1/hush, invalid, invalid",
        "https://ｌocalhost/hush, invalid, invalid",
        "https://%6c%6f%63%61%6c%68%6f%73%74/hush, invalid, invalid",
        "https://exa_mple.org/hush, invalid, invalid",
        "https://*.example.org/hush, invalid, invalid",
    })
    void urlsAreAllowedRefusedOrInvalid(String url, String strictly, String leniently) {
        assertVerdict(strictly, STRICT, url);
        assertVerdict(leniently, LENIENT, url);
    }

    @ParameterizedTest
    @CsvSource({"8000, good", "8500, good", "8999, good", "443, good", "7999, port", "9000, port", "80, port"})
    void onlyAllowedPortsPass(int port, String verdict) {
        SourcePolicy choosy = policy(Map.of("image.source.allowed-ports", "443, 8000-8999"));
        assertVerdict(verdict, choosy, "https://example.org:" + port + "/image");
    }

    @ParameterizedTest
    @CsvSource({
        "images.example.org, good",
        "IMAGES.Example.Org, good",
        "a.images.example.org, host",
        "images.example.org.evil.net, host",
        "evilimages.example.org, host",
        "mirror.test, host",
        "a.mirror.test, good",
        "A.b.MIRROR.test, good",
        "evilmirror.test, host",
        "a.mirror.test., host",
        "a.mirror.test.evil.net, host",
        "mirror.test.evil.net, host",
        "8.8.8.8, host",
        "[2606:4700::1111], good",
        "127.0.0.1, host",
    })
    void onlyAllowedHostsPass(String host, String verdict) {
        SourcePolicy choosy =
                policy(Map.of("image.source.allowed-hosts", "images.example.org, *.Mirror.test, [2606:4700::1111]"));
        assertVerdict(verdict, choosy, "https://" + host + "/image");
    }

    @Test
    void longUrlsAreCheckedQuickly() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertVerdict("good", STRICT, "https://example.org/" + "a".repeat(1_000_000));
            assertVerdict("good", STRICT, "https://example.org" + "/".repeat(1_000_000));
            assertVerdict("invalid", STRICT, "https://" + "hush..".repeat(200_000));
            assertVerdict("invalid", STRICT, "https://" + "@".repeat(1_000_000));
        });
    }

    static SourcePolicy policy(Map<String, String> values) {
        return new SourcePolicy(TestSources.settings(values));
    }

    static void assertVerdict(String verdict, SourcePolicy policy, String url) {
        if (verdict.equals("good")) {
            assertEquals(url, policy.check("source", url).toString());
            return;
        }
        StoreFailure failure = assertThrows(StoreFailure.class, () -> policy.check("source", url), verdict);
        String sentence = failure.getMessage();
        assertEquals(verdict.equals("invalid") ? INVALID_REQUEST : SOURCE_REFUSED, failure.kind(), sentence);
        assertTrue(sentence.contains(verdict.equals("invalid") ? "field source" : verdict), sentence);
        assertFalse(sentence.contains("hush"), sentence);
    }
}
