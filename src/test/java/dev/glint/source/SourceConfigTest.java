package dev.glint.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Configurations;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceConfigTest {

    @Test
    void isStrictByDefault() {
        SourceConfig config = Configurations.of(SourceConfig.class, Map.of());
        assertEquals(List.of("https"), config.allowedSchemes());
        assertEquals(List.of(443, 80), config.allowedPorts());
        assertEquals(false, config.allowPrivateAddresses());
        assertEquals(48L << 40, config.maxSize().asLongValue());
    }

    @ParameterizedTest
    @CsvSource({
        "image.source.allowed-schemes, ftp",
        "image.source.allowed-schemes, 'https,file'",
        "image.source.allowed-schemes, HTTPS",
        "image.source.allowed-hosts, *",
        "image.source.allowed-hosts, *.",
        "image.source.allowed-hosts, *example.org",
        "image.source.allowed-hosts, example.*",
        "image.source.allowed-hosts, 'example.org,https://example.com'",
        "image.source.allowed-hosts, example.org:443",
        "image.source.allowed-hosts, example.org/images",
        "image.source.allowed-ports, 0",
        "image.source.allowed-ports, '443,65536'",
        "image.source.allowed-ports, -1",
        "image.source.connect-timeout, PT0S",
        "image.source.connect-timeout, PT25H",
        "image.source.read-timeout, PT0.0001S",
        "image.source.read-timeout, P365D",
        "image.source.read-timeout, PT2562047788015215H",
        "image.source.max-size, 8E",
        "image.source.max-size, 99999999999T",
    })
    void stopsTheStartWithASentenceThatNamesTheKey(String key, String value) {
        String sentence = assertThrows(ConfigurationException.class, () -> policy(Map.of(key, value)))
                .getMessage();
        assertTrue(sentence.matches(key + " must be [^\n]+\\."), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT24H", "15", "500ms"})
    void acceptsTimes(String value) {
        assertDoesNotThrow(
                () -> policy(Map.of("image.source.connect-timeout", value, "image.source.read-timeout", value)));
    }

    private static SourcePolicy policy(Map<String, String> values) {
        return new SourcePolicy(Configurations.of(SourceConfig.class, values));
    }
}
