package dev.glint.config;

import static dev.glint.image.StoreFailure.Kind.LOCATION_REFUSED;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.ImageLocation;
import dev.glint.image.StoreFailure;
import dev.glint.testing.Configurations;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which locations calls may use, and which of them with the keys of the store. */
class AllowedLocationsTest {

    private static final StoreSettings SETTINGS = new StoreSettings(Configurations.of(
            StoreConfig.class,
            Map.of(
                    "s3.store.host", "s3.test:9000",
                    "s3.store.bucket", "images",
                    "s3.store.external-host", "https://outside.test",
                    "s3.store.allowed-hosts", "other.test,https://secure.test/v1",
                    "s3.store.allowed-buckets", "archive")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://s3.test:9000/images/1",
                "s3+http://S3.Test:9000/images/1",
                "s3://s3.test:9000/archive/1",
                "s3://key:hush@s3.test:9000/anybodys/1",
                "s3://other.test/images/1",
                "s3://other.test:80/archive/1",
                "s3+https://secure.test:443/v1/images/1",
                "s3+https://key:hush@secure.test/v1/anybodys/1",
            })
    void allowedLocationsPass(String location) {
        assertDoesNotThrow(() -> SETTINGS.checkAllowed(ImageLocation.parse(location)));
    }

    @ParameterizedTest
    @CsvSource({
        "s3://s3.test/images/1, service",
        "s3+https://s3.test:9000/images/1, service",
        "s3://s3.test:9001/images/1, service",
        "s3://s3.test:9000/v1/images/1, service",
        "s3://s3.test.:9000/images/1, service",
        "s3://s3.test.evil.org:9000/images/1, service",
        "s3://evil.s3.test:9000/images/1, service",
        "s3+https://outside.test/images/1, service",
        "s3+https://secure.test/images/1, service",
        "s3+https://secure.test/V1/images/1, service",
        "s3://key:hush@evil.org/images/1, service",
        "s3://key:hush@169.254.169.254/images/1, service",
        "s3://s3.test:9000/anybodys/1, bucket",
        "s3://s3.test:9000/Images/1, bucket",
        "s3://other.test/anybodys/1, bucket",
    })
    void otherLocationsAreRefused(String location, String what) {
        StoreFailure failure =
                assertThrows(StoreFailure.class, () -> SETTINGS.checkAllowed(ImageLocation.parse(location)));
        assertEquals(LOCATION_REFUSED, failure.kind());
        assertTrue(failure.getMessage().startsWith("The " + what + " of the location"), failure.getMessage());
        assertFalse(failure.getMessage().contains("hush"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "s3://key:hush@s3.test/aa/1",
        "s3://key:hush@s3.test/Anybodys/1",
        "s3://key:hush@s3.test/any_bodys/1",
        "s3://key:hush@s3.test/anybodys-/1",
        // Clients are told the external host, over https.
        "s3://key:hush@s3.test/any.bodys/1",
        "s3+https://key:hush@other.test/any.bodys/1",
    })
    void bucketsThatCannotBePartOfAHostNameAreRefused(String location) {
        StoreSettings settings = new StoreSettings(Configurations.of(
                StoreConfig.class,
                Map.of(
                        "s3.store.host", "s3.test",
                        "s3.store.bucket", "images",
                        "s3.store.bucket-url-format", "virtual",
                        "s3.store.external-host", "https://outside.test",
                        "s3.store.allowed-hosts", "https://other.test")));
        StoreFailure failure =
                assertThrows(StoreFailure.class, () -> settings.checkAllowed(ImageLocation.parse(location)));
        assertEquals(LOCATION_REFUSED, failure.kind());
        assertTrue(failure.getMessage().contains("s3.store.bucket-url-format"), failure.getMessage());
    }
}
