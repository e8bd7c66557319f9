package dev.glint.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.StoreFailure;
import dev.glint.testing.Configurations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sources for which the name {@code public.test} is a host of the public internet, although it leads to a site of the test. */
final class TestSources implements AutoCloseable {

    static final String PUBLIC = "public.test";

    private final Watchdog watchdog = new Watchdog();
    private final HttpSources sources;

    /** Sources that may use http and a port besides their defaults. */
    TestSources(int port, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "image.source.allowed-schemes", "http,https",
                "image.source.allowed-ports", "80,443," + port,
                "image.source.connect-timeout", "PT0.5S",
                "image.source.read-timeout", "PT0.2S",
                "image.source.max-size", "1M"));
        values.putAll(more);
        SourceConfig config = Configurations.of(SourceConfig.class, values);
        SourcePolicy policy = new SourcePolicy(config) {
            @Override
            InetAddress[] resolve(String host) throws UnknownHostException {
                return host.equals(PUBLIC) ? new InetAddress[] {InetAddress.getLoopbackAddress()} : super.resolve(host);
            }
        };
        sources = new HttpSources(config, policy, watchdog);
    }

    HttpSources sources() {
        return sources;
    }

    /** Opens what is behind a URL as an add does. */
    ImageContent open(String url) {
        return sources.source(url).open(new Cancellation()).limitedTo(sources.maxSize());
    }

    byte[] read(String url) {
        try (ImageContent content = open(url)) {
            byte[] bytes = new byte[2 * 1024 * 1024];
            int read = content.read(bytes, 0, bytes.length);
            return Arrays.copyOf(bytes, read);
        }
    }

    /** Reads in vain, and answers the sentence of the failure. */
    String failure(StoreFailure.Kind kind, String url) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> read(url));
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertFalse(failure.getMessage().contains("hush"), failure.getMessage());
        return failure.getMessage();
    }

    @Override
    public void close() throws IOException {
        sources.close();
        watchdog.close();
    }
}
