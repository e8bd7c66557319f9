package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.glint.testing.PackagedApplication;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom this machine trusts is read for https only: it takes a while, and the first call would wait for it. */
@Execution(ExecutionMode.CONCURRENT)
class TrustStoreIT {

    @ParameterizedTest
    @CsvSource({"http, false", "https, true"})
    void trustStoreIsReadForHttpsOnly(String scheme, boolean read) {
        assumeFalse(
                PackagedApplication.isNative(), "an executable has its trust store from the build, and no such log");
        Map<String, String> configuration = Map.of(
                "s3.store.host", scheme + "://127.0.0.1:1",
                "s3.store.bucket", "trust",
                "s3.store.access-key", "nobody",
                "s3.store.secret-key", "nothing",
                "javax.net.debug", "trustmanager");
        try (PackagedApplication application = new PackagedApplication(configuration)) {
            String reason = application
                    .functions()
                    .call("get-size", "imageId", "hello")
                    .ok()
                    .text("reason");
            assertEquals("store-unavailable", reason);
            assertEquals(read, application.log().stream().anyMatch(line -> line.contains("trustStore")));
        }
    }
}
