package dev.glint.config;

import static dev.glint.config.StoreValues.settings;
import static dev.glint.config.StoreValues.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "s3.store.host, -",
                "s3.store.host, ''",
                "s3.store.host, ' '",
                "s3.store.host, https://",
                "s3.store.host, ftp://host",
                "s3.store.host, s3://host",
                "s3.store.host, host:0",
                "s3.store.host, host:65536",
                "s3.store.host, host:port",
                "s3.store.host, https://user:hush@host",
                "s3.store.host, https://host/?hush",
                "s3.store.host, https://host#hush",
                "s3.store.host, ho st",
                "s3.store.host, 'host,other'",
                "s3.store.host, auth_address",
                "s3.store.host, -host",
                "s3.store.host, [::1",
                "s3.store.host, [:::]",
                "s3.store.host, 999.1.1.1",
                "s3.store.host, 0177.0.0.1",
                "s3.store.host, 0x7f.1",
                "s3.store.host, 2130706433",
                "s3.store.external-host, 127.1",
                "s3.store.allowed-hosts, 'host,127.0.0.01'",
                "s3.store.bucket, -",
                "s3.store.bucket, ''",
                "s3.store.bucket, .",
                "s3.store.bucket, ..",
                "s3.store.bucket, a/b",
                "s3.store.bucket, a b",
                "s3.store.bucket, arn:aws:s3:::images",
                "s3.store.access-key, -",
                "s3.store.access-key, ''",
                "s3.store.access-key, ' '",
                "s3.store.access-key, 'AKIA,HUSH'",
                "s3.store.access-key, AKIA/HUSH",
                "s3.store.access-key, AKIA=HUSH",
                "s3.store.access-key, AKIAHÜSH",
                "s3.store.secret-key, -",
                "s3.store.secret-key, ''",
                "s3.store.secret-key, ' \t'",
                "s3.store.region-name, eu west 1",
                "s3.store.region-name, eu-west-1/hush",
                "s3.store.region-name, ' '",
                "s3.store.create-bucket-on-put, maybe",
                "s3.store.create-bucket-on-put, ''",
                "s3.store.bucket-url-format, nonsense",
                "s3.store.bucket-url-format, ''",
                "s3.store.object-buffer-dir, '\u0000'",
                "s3.store.object-buffer-dir, /does/not/exist",
                "s3.store.object-buffer-dir, /dev/null",
                "s3.store.part-size, abc",
                "s3.store.part-size, ''",
                "s3.store.part-size, 8MB",
                "s3.store.part-size, -8M",
                "s3.store.part-size, 0",
                "s3.store.part-size, 5242879",
                "s3.store.part-size, 5119K",
                "s3.store.part-size, 5121M",
                "s3.store.part-size, 8E",
                "s3.store.part-size, 99999999999T",
                "s3.store.parts-in-flight, four",
                "s3.store.parts-in-flight, ''",
                "s3.store.parts-in-flight, 4.5",
                "s3.store.parts-in-flight, 99999999999999999999",
                "s3.store.parts-in-flight, 0",
                "s3.store.parts-in-flight, -4",
                "s3.store.parts-in-flight, 1001",
                "s3.store.hash-algorithm, md5",
                "s3.store.hash-algorithm, ''",
                "s3.store.hash-algorithm, SHA512",
                "s3.store.inline-limit, much",
                "s3.store.inline-limit, 15M",
                "s3.store.inline-limit, 99999999999T",
                "s3.store.deadline, soon",
                "s3.store.deadline, ''",
                "s3.store.deadline, -PT30S",
                "s3.store.deadline, 9223372036854775807d",
                "s3.store.deadline, PT0S",
                "s3.store.deadline, PT0.099S",
                "s3.store.deadline, PT1H0.001S",
                "s3.store.cacert, '\u0000'",
                "s3.store.cacert, /does/not/exist",
                "s3.store.cacert, /dev/null",
                "s3.store.cacert, /",
                "s3.store.external-host, ftp://host",
                "s3.store.external-host, https://user:hush@host",
                "s3.store.external-host, a_b",
                "s3.store.allowed-hosts, 'host,https://user:hush@host'",
                "s3.store.allowed-hosts, *.example.org",
                "s3.store.allowed-buckets, 'images,a b'",
                "s3.store.allowed-buckets, *",
                "s3.store.conditional-writes, ''",
                "s3.store.conditional-writes, put;complete",
                "s3.store.conditional-writes, 'put,,delete'",
                "s3.store.conditional-writes, 'auto,put'",
                "s3.store.conditional-writes, PUT",
                "s3.store.exclusive-writes, ''",
                "s3.store.exclusive-writes, true",
                "s3.store.exclusive-writes, best effort",
                "s3.store.presigned.expiry, later",
                "s3.store.presigned.expiry, PT0S",
                "s3.store.presigned.expiry, PT12H1S",
                "s3.store.presigned.max-expiry, never",
                "s3.store.presigned.max-expiry, PT0.5S",
                "s3.store.presigned.max-expiry, P8D",
                "s3.store.presigned.multipart-threshold, none",
                "s3.store.presigned.multipart-threshold, 5121M",
                "s3.store.presigned.multipart-threshold, 99999999999T",
            })
    void wrongValueStopsTheStartWithOneSentenceThatNamesTheKey(String key, String value) {
        assertWrong(key, with(key, value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3.store.part-size            | abc   | a size from 5M to 5G",
                "s3.store.deadline             | soon  | a time from PT0.1S to PT1H",
                "s3.store.parts-in-flight      | four  | a whole number from 1 to 1000",
                "s3.store.create-bucket-on-put | maybe | true or false",
                "s3.store.hash-algorithm       | md5   | sha512, sha256 or none",
            })
    void wrongValueIsAnsweredWithTheAllowedValues(String key, String value, String allowed) {
        Exception e = assertThrows(ConfigurationException.class, () -> settings(with(key, value)));
        assertEquals(key + " must be " + allowed + ".", e.getMessage());
    }

    @Test
    void partsThatDoNotFitIntoMemoryAreRefused() {
        Map<String, String> large = with("s3.store.part-size", "5G", "s3.store.parts-in-flight", "1000");
        assertWrong("s3.store.part-size", large);
        large.put("s3.store.object-buffer-dir", directory.toString());
        assertEquals(5L << 30, settings(large).partSize);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:9000, -", "[::1], -", "s3.example.org, 10.0.0.1"})
    void bucketSubdomainsOfAnAddressAreRefused(String host, String externalHost) {
        Map<String, String> values = with("s3.store.host", host, "s3.store.bucket-url-format", "virtual");
        if (!externalHost.equals("-")) {
            values.put("s3.store.external-host", externalHost);
        }
        assertWrong("s3.store.bucket-url-format", values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aa", "bucket-", "Images", "under_score", "my.images"})
    void bucketsThatCannotBePartOfAHostNameAreRefused(String bucket) {
        assertWrong("s3.store.bucket", with("s3.store.bucket", bucket, "s3.store.bucket-url-format", "virtual"));
        assertEquals(bucket, settings(with("s3.store.bucket", bucket)).bucket, "in the path");
    }

    private static void assertWrong(String key, Map<String, String> values) {
        Exception wrong = assertThrows(ConfigurationException.class, () -> settings(values));
        String sentence = wrong.getMessage();
        assertTrue(sentence.contains(key), sentence);
        assertTrue(sentence.matches("s3\\.store\\.[^\r\n]+[^.]\\."), sentence);
        assertFalse(sentence.contains("hush") || sentence.contains("AKIA"), sentence);
    }
}
