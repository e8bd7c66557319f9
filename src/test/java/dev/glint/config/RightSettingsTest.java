package dev.glint.config;

import static dev.glint.config.StoreValues.settings;
import static dev.glint.config.StoreValues.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.glint.image.Credentials;
import dev.glint.image.Endpoint;
import dev.glint.image.HashAlgorithm;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightSettingsTest {

    @Test
    void settingsHaveDefaults() {
        StoreSettings settings = settings(Map.of("s3.store.host", "s3.example.org", "s3.store.bucket", "images"));
        assertEquals("http://s3.example.org", settings.endpoint.toString());
        assertEquals(settings.endpoint, settings.externalEndpoint);
        assertEquals(Optional.empty(), settings.credentials, "the default chain's");
        assertEquals("us-east-1", settings.region);
        assertEquals(BucketUrlFormat.AUTO, settings.bucketUrlFormat);
        assertFalse(settings.createBucketOnPut);
        assertEquals(Optional.empty(), settings.bufferDirectory);
        assertEquals(Optional.empty(), settings.trust, "the platform's");
        assertEquals(8 << 20, settings.partSize);
        assertEquals(4, settings.partsInFlight);
        assertEquals(HashAlgorithm.SHA512, settings.hashAlgorithm());
        assertEquals(4 << 20, settings.inlineLimit());
        assertEquals(Duration.ofSeconds(30), settings.deadline);
        assertEquals(new WriteSettings(Optional.empty(), true), settings.writes, "found out, and required");
        assertEquals(Duration.ofMinutes(15), settings.presigned.expiry());
        assertEquals(Duration.ofHours(12), settings.presigned.maxExpiry());
        assertEquals(64 << 20, settings.presigned.multipartThreshold());
    }

    @ParameterizedTest
    @CsvSource({
        "s3.store.host, 127.0.0.1:9000",
        "s3.store.host, https://[::1]:9000/gateway/",
        "s3.store.bucket, not.dns_Compliant-",
        "s3.store.region-name, default",
        "s3.store.region-name, RegionOne",
        "s3.store.region-name, eu_west.1",
        "s3.store.create-bucket-on-put, true",
        "s3.store.create-bucket-on-put, False",
        "s3.store.create-bucket-on-put, on",
        "s3.store.create-bucket-on-put, 0",
        "s3.store.bucket-url-format, subdomain",
        "s3.store.bucket-url-format, virtual",
        "s3.store.bucket-url-format, path",
        "s3.store.bucket-url-format, Auto",
        "s3.store.bucket-url-format, SubDomain",
        "s3.store.part-size, 5M",
        "s3.store.part-size, 5242880",
        "s3.store.part-size, ' 8m '",
        "s3.store.parts-in-flight, 1",
        "s3.store.hash-algorithm, none",
        "s3.store.hash-algorithm, sha256",
        "s3.store.inline-limit, 0",
        "s3.store.inline-limit, 14M",
        "s3.store.deadline, PT0.1S",
        "s3.store.deadline, 1h",
        "s3.store.deadline, 60",
        "s3.store.external-host, http://localhost:8080",
        "s3.store.allowed-hosts, 'one.example.org, https://two.example.org:8443/v1'",
        "s3.store.allowed-buckets, 'one,two'",
        "s3.store.conditional-writes, auto",
        "s3.store.conditional-writes, put",
        "s3.store.conditional-writes, ' put, complete ,copy,delete'",
        "s3.store.exclusive-writes, best-effort",
        "s3.store.presigned.expiry, PT12H",
        "s3.store.presigned.max-expiry, P7D",
        "s3.store.presigned.max-expiry, PT15M",
        "s3.store.presigned.multipart-threshold, 0",
        "s3.store.presigned.multipart-threshold, 5G",
    })
    void validValuesAreAccepted(String key, String value) {
        assertEquals(Optional.of(new Credentials("AKIAHUSH", "hush")), settings(with(key, value)).credentials);
    }

    @Test
    void regionComesFromTheHostUnlessItIsGiven() {
        assertEquals("eu-west-1", settings(with()).region);
        assertEquals("eu-north-1", settings(with("s3.store.region-name", "eu-north-1")).region);
        StoreSettings both =
                settings(with("s3.store.region-name", "mine", "s3.store.external-host", "public.example.org"));
        assertEquals("mine", both.region(both.externalEndpoint));
        assertEquals(
                "us-west-2",
                both.region(Endpoint.parse("s3.us-west-2.amazonaws.com").orElseThrow()));
        assertEquals(
                "us-east-1", both.region(Endpoint.parse("other.example.org").orElseThrow()));
    }
}
