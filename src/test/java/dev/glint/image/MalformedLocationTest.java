package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_URI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every secret in these tables contains the word hush, which no sentence may repeat. */
class MalformedLocationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // No supported scheme
                "",
                "s://",
                "host/bucket/key",
                "s3:host/bucket/key",
                "s3:/host/bucket/key",
                "S3://key:hush@host/bucket/key",
                "S3+http://host/bucket/key",
                "s3+HTTPS://host/bucket/key",
                "s3+ftp://key:hush@host/bucket/key",
                "s3s://host/bucket/key",
                "s3+://host/bucket/key",
                "http://key:hush@host/bucket/key",
                "https://host/bucket/key",
                "file:///bucket/key",
                " s3://host/bucket/key",
                "\ns3://host/bucket/key",
                // Two schemes
                "s3://https://host/bucket/key",
                "s3://s3://host/bucket/key",
                "s3://user:hush@http://example.com:8080/images/1",
                "s3://user:hush://hush@host/images/1",
                // Buckets that would lead to other hosts
                "s3://host/arn:aws:s3:us-east-1:123456789012:accesspoint:mine/key",
                // Something missing
                "s3://",
                "s3:///",
                "s3://host",
                "s3://example.com/images",
                "s3:///bucket/key",
                "s3:////bucket/key",
                "s3://host//key",
                "s3://host/bucket/",
                "s3://host/bucket//",
                "s3://:9000/bucket/key",
                "s3://key:hush@/bucket/key",
                "s3://key:hush@bucket/key",
                "s3://key:hush@",
                "s3://@",
                // Only one key
                "s3://accesskey@example.com:8080/images/1",
                "s3://hush@host/bucket/key",
                "s3://:@host/bucket/key",
                "s3://:hush@host/bucket/key",
                "s3://key:@host/bucket/key",
                "s3://@host/bucket/key",
                "s3://host/bucket/key@x",
                // Access keys that no signed request can carry
                "s3://hush,:hush@host/bucket/key",
                "s3://=:hush@host/bucket/key",
                "s3://hush/hush:hush@host/bucket/key",
                "s3:///:hush@host/bucket/key",
                "s3://hushé:hush@host/bucket/key",
                "s3://hush\u200b:hush@host/bucket/key",
                "s3://\ud83d\ude00:hush@host/bucket/key",
                // Characters that would end a secret or the path too early
                "s3://key:hush@hush@host/bucket/key",
                "s3://key:hush@host/bucket/key@hush",
                "s3://key:hu#sh@host/bucket/key",
                "s3://key:hush?hush@host/bucket/key",
                "s3://key:hush@host/bucket/key?versionId=hush",
                "s3://key:hush@host/bucket/key#hush",
                "s3://host/bucket/key?",
                "s3://host?/bucket/key",
                // Spaces and control characters
                "s3://host/bucket/k e y",
                "s3://host/bucket/key ",
                "s3://key:hush hush@host/bucket/key",
                "s3://host/bucket/k\tey",
                "s3://host/bucket/key\r\nX-Injected: hush",
                "s3://host/bucket/key\u2028",
                "s3://host/bucket/k\u00a0ey",
                "s3://host/bucket/k\u0085ey",
                "s3://host/bucket/k\u007fey",
                // Names that the normalization of paths would remove
                "s3://host/../key",
                "s3://host/./key",
                "s3://host/bucket/..",
                "s3://host/bucket/.",
                "s3://host/bucket/../",
                // Buckets that the SDK would take for something else
                "s3://host/arn:aws:s3:eu-west-1:123456789012:accesspoint/key",
                "s3://host/arn%3Aaws%3As3/key",
                "s3://host/bücket/key",
                // No host, or no port
                "s3://host:0/bucket/key",
                "s3://0177.0.0.1/bucket/key",
                "s3://0x7f.1/bucket/key",
                "s3://2130706433/bucket/key",
                "s3://key:hush@127.1:9000/bucket/key",
                "s3://host:65536/bucket/key",
                "s3://host:99999/bucket/key",
                "s3://host:123456/bucket/key",
                "s3://host:/bucket/key",
                "s3://host:-1/bucket/key",
                "s3://host:８０/bucket/key",
                "s3://hösst/bucket/key",
                "s3://ho%73t/bucket/key",
                "s3://ho\\st/bucket/key",
                "s3://[::1/bucket/key",
                "s3://::1/bucket/key",
                "s3://[]/bucket/key",
                "s3://[:::]/bucket/key",
                "s3://[1.2.3.4]/bucket/key",
                "s3://[::1]x/bucket/key",
                "s3://key:hush@host/v%31/bucket/key",
            })
    void malformedLocationIsRefusedWithoutRepeatingIt(String uri) {
        assertMalformed(uri);
    }

    static Stream<Named<String>> oddities() {
        return Stream.of(
                named("NUL", "s3://key:hush\0hush@host/bucket/key"),
                named("escape", "s3://host/bucket/k\u001b[2Jey"),
                named("first half of a character", "s3://host/bucket/k\ud800ey"),
                named("second half of a character", "s3://host/bucket/\udc00"),
                named("halves in the wrong order", "s3://key:hush\udc00\ud800@host/bucket/key"),
                named("5,000 characters of id", "s3://key:hush@host/bucket/" + "k".repeat(5000)),
                named("5,000 characters of secret", "s3://key:" + "hush".repeat(1250) + "@host/bucket/key"),
                named("1,025 bytes of id", "s3://host/bucket/" + "k".repeat(1025)),
                named("513 letters of two bytes", "s3://host/bucket/" + "é".repeat(513)),
                named("256 characters of bucket", "s3://host/" + "b".repeat(256) + "/key"),
                named("millions of slashes", "s3://" + "/".repeat(4_000_000)),
                named("millions of slashes and an id", "s3://key:hush@host" + "/".repeat(4_000_000) + "key"),
                named("thousands of slashes and an id", "s3://key:hush@host" + "/".repeat(4_000) + "key"),
                named("thousands of slashes in a service", "s3://host" + "/".repeat(4_000) + "%/bucket/key"),
                named("thousands of at signs", "s3://" + "@".repeat(4_000) + "/bucket/key"),
                named("thousands of colons", "s3://" + ":".repeat(4_000) + "/bucket/key"),
                named("thousands of schemes", "s3://".repeat(800)));
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void malformedLocationIsRefusedQuickly(String uri) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertMalformed(uri));
    }

    private static void assertMalformed(String uri) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> ImageLocation.parse(uri));
        String sentence = failure.getMessage();
        assertEquals(BAD_STORE_URI, failure.kind(), sentence);
        assertTrue(sentence.matches("A location must [^\n]+\\."), sentence);
        assertFalse(sentence.toLowerCase(Locale.ROOT).contains("hush"), sentence);
        assertNull(failure.getCause(), "a cause would repeat the text in a log");
    }
}
