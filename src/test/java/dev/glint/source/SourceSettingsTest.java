package dev.glint.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSettingsTest {

    @Test
    void sourceSettingsAreStrictByDefault() {
        SourceSettings settings = TestSources.settings(Map.of());
        assertEquals(Set.of("https"), settings.allowedSchemes);
        assertEquals(Optional.empty(), settings.allowedHosts);
        assertEquals(List.of(new PortRange(443, 443), new PortRange(80, 80)), settings.allowedPorts);
        assertEquals(Optional.empty(), settings.proxy);
        assertEquals(16 * 1024, settings.minRate);
        assertEquals(false, settings.allowPrivateAddresses);
        assertEquals(48L << 40, settings.limits.size());
        assertEquals(64 << 20, settings.limits.dictionary());
        assertEquals(Duration.ofSeconds(10), settings.connectTimeout);
        assertEquals(Duration.ofSeconds(30), settings.readTimeout);
    }

    @ParameterizedTest
    @CsvSource({
        "image.source.allowed-schemes, ftp",
        "image.source.allowed-schemes, 'https,file'",
        "image.source.allowed-schemes, HTTPS",
        "image.source.allowed-schemes, ''",
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
        "image.source.allowed-ports, ''",
        "image.source.allowed-ports, 443x",
        "image.source.allowed-ports, '443 80'",
        "image.source.allowed-ports, 8999-8000",
        "image.source.allowed-ports, 0-80",
        "image.source.allowed-ports, 1-65536",
        "image.source.allowed-ports, 8000-",
        "image.source.allowed-ports, -8000",
        "image.source.allowed-ports, 8000-8500-8999",
        "image.source.allowed-ports, 8000..8999",
        "image.source.allowed-ports, 99999999999",
        "image.source.allowed-ports, *",
        "image.source.proxy, proxy.test:3128",
        "image.source.proxy, https://proxy.test:3128",
        "image.source.proxy, socks5://proxy.test:1080",
        "image.source.proxy, http://proxy.test",
        "image.source.proxy, http://proxy.test:0",
        "image.source.proxy, http://proxy.test:65536",
        "image.source.proxy, http://:3128",
        "image.source.proxy, http://proxy.test:3128/hush",
        "image.source.proxy, http://hush@proxy.test:3128",
        "image.source.proxy, http://:hush@proxy.test:3128",
        "image.source.proxy, http://me:hush@hush@proxy.test:3128",
        "image.source.proxy, http://me:hush/hush@proxy.test:3128",
        "image.source.proxy, http://me:hush%zz@proxy.test:3128",
        "image.source.proxy, http://me:hush%4@proxy.test:3128",
        "image.source.proxy, 'http://proxy.test:3128\r\nX: hush'",
        "image.source.allow-private-addresses, maybe",
        "image.source.allow-private-addresses, ''",
        "image.source.min-rate, 8E",
        "image.source.min-rate, 16KB",
        "image.source.min-rate, -1",
        "image.source.connect-timeout, soon",
        "image.source.connect-timeout, PT0S",
        "image.source.connect-timeout, PT25H",
        "image.source.read-timeout, ''",
        "image.source.read-timeout, 9223372036854775807d",
        "image.source.read-timeout, PT0.0001S",
        "image.source.read-timeout, P365D",
        "image.source.read-timeout, PT2562047788015215H",
        "image.source.max-size, large",
        "image.source.max-size, 8E",
        "image.source.max-size, 99999999999T",
        "image.source.max-dictionary, 31K",
        "image.source.max-dictionary, 2G",
        "image.source.max-dictionary, ''",
    })
    void wrongValueStopsTheStartWithASentenceThatNamesTheKey(String key, String value) {
        String sentence = assertThrows(ConfigurationException.class, () -> TestSources.settings(Map.of(key, value)))
                .getMessage();
        assertTrue(sentence.matches(key + " must be [^\n]+\\."), sentence);
        assertFalse(sentence.contains("hush"), sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "80,        79,    false",
        "80,        80,    true",
        "80,        81,    false",
        "8000-8999, 7999,  false",
        "8000-8999, 8000,  true",
        "8000-8999, 8500,  true",
        "8000-8999, 8999,  true",
        "8000-8999, 9000,  false",
        "443-443,   443,   true",
        "1-65535,   65535, true",
    })
    void portRangeIncludesBothEnds(String range, int port, boolean isIn) {
        assertEquals(isIn, PortRange.parse(range).orElseThrow().contains(port));
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.test:3128,                 ''",
        "HTTP://Proxy.test:3128/,                ''",
        "http://[::1]:3128,                      ''",
        "http://me:hush@proxy.test:3128,         me:hush",
        "http://me:@proxy.test:3128,             me:",
        "http://me:a:b+c%40%2F%20%C3%A4@proxy.test:3128, 'me:a:b+c@/ ä'",
    })
    void proxyUrlMayHaveAUser(String text, String user) {
        SourceProxy proxy = SourceProxy.parse(text).orElseThrow();
        Base64.Encoder base64 = Base64.getEncoder();
        assertEquals(
                user.isEmpty() ? "" : "Basic " + base64.encodeToString(user.getBytes(StandardCharsets.UTF_8)),
                proxy.authorization().orElse(""));
        assertTrue(proxy.toString().matches("http://(proxy.test|\\[::1]):3128"), proxy::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT24H", "15", "500ms"})
    void validTimeoutsAreAccepted(String value) {
        assertDoesNotThrow(() -> TestSources.settings(
                Map.of("image.source.connect-timeout", value, "image.source.read-timeout", value)));
    }
}
