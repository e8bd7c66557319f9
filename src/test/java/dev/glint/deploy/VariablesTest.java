package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

    private static final Map<String, String> LEAST =
            Map.of("S3_STORE_HOST", "https://s3.eu-west-1.amazonaws.com", "S3_STORE_BUCKET", "images");

    @Test
    void areThoseOfTheMappings() {
        assertTrue(Variables.own().contains("S3_STORE_PARTS_IN_FLIGHT"));
        assertTrue(Variables.own().contains("S3_STORE_PRESIGNED_MAX_EXPIRY"));
        assertTrue(Variables.own().contains("S3_STORE_ALLOWED_BUCKETS"));
        assertTrue(Variables.own().contains("IMAGE_SOURCE_ALLOWED_HOSTS"));
        assertTrue(Variables.own().contains("GLINT_EVENTS_SOURCE"));
    }

    @Test
    void becomeTheConfiguration() {
        assertEquals("images", Variables.check(LEAST).getValue("s3.store.bucket", String.class));
    }

    @ParameterizedTest
    @CsvSource({
        "S3_STORE_BUKET, images",
        "IMAGE_SOURCE_HOSTS, example.org",
        "S3_STORE_PART_SIZE, 8Mi",
        "S3_STORE_PART_SIZE, 1M",
        "S3_STORE_DEADLINE, soon",
        "S3_STORE_DEADLINE, PT2H",
        "S3_STORE_HOST, ftp://example.org",
        "IMAGE_SOURCE_ALLOWED_SCHEMES, ftp",
        "QUARKUS_FUNQY_EXPORT, get_size",
        "QUARKUS_LOG_CONSOLE_JSON_ENABLED, yes",
        "JAVA_TOOL_OPTIONS, -XX:TieredStopAtTheLevel=4",
        "QUARKUS_HTTP_PROT, 8080",
    })
    void aMistakeIsNoticed(String name, String value) {
        Map<String, String> variables = new TreeMap<>(LEAST);
        variables.put(name, value);
        assertThrows(IllegalArgumentException.class, () -> Variables.check(variables));
    }
}
