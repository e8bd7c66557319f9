package dev.glint.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IgnoredKeysTest {

    @Test
    void ignoredKeysAreThoseOfTheExtensionThatAreSet() {
        assertEquals(
                List.of("quarkus.s3.api-call-timeout", "QUARKUS_S3_ENDPOINT_OVERRIDE"),
                List.copyOf(IgnoredKeys.find(new SmallRyeConfigBuilder()
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of(
                                                "quarkus.s3.api-call-timeout", "PT1S",
                                                "QUARKUS_S3_ENDPOINT_OVERRIDE", "http://localhost",
                                                "quarkus.s3.devservices.enabled", "false",
                                                "quarkus.s3.sync-client.type", "url",
                                                "quarkus.http.port", "0",
                                                "s3.store.host", "localhost"),
                                        "set",
                                        100),
                                new PropertiesConfigSource(Map.of("quarkus.s3.aws.region", "x"), "defaults", -100))
                        .build())));
    }
}
