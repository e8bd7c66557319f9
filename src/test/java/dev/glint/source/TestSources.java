package dev.glint.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.DeclaredContent;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.testing.Configurations;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import org.apache.http.ssl.SSLContexts;

/** Sources that treat {@code public.test} as a host of the public internet, although it is a server of the test. */
final class TestSources implements AutoCloseable {

    static final String PUBLIC = "public.test";
    /** A host that also has an address without a server. */
    static final String TWO_ADDRESSES = "two.test";
    /** A host whose lookup throws an Error. */
    static final String BROKEN = "broken.test";

    private static final DeclaredContent NOTHING =
            new DeclaredContent(OptionalLong.empty(), Optional.empty(), HashAlgorithm.SHA512, Optional.empty());

    private final Watchdog watchdog = new Watchdog();
    private final HttpSources sources;

    /** Sources that may use http and one more port. */
    TestSources(int port, Map<String, String> more) {
        this(port, more, SSLContexts.createDefault());
    }

    TestSources(int port, Map<String, String> more, SSLContext trust) {
        Map<String, String> values = new HashMap<>(Map.of(
                "image.source.allowed-schemes", "http,https",
                "image.source.allowed-ports", "80,443," + port,
                "image.source.max-size", "1M"));
        values.putAll(more);
        SourceSettings settings = settings(values);
        SourcePolicy policy = new SourcePolicy(settings) {
            @Override
            InetAddress[] resolve(String host) throws UnknownHostException {
                if (host.equals(BROKEN)) {
                    throw new AssertionError("The resolver is broken.");
                }
                if (host.equals(TWO_ADDRESSES)) {
                    return new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress()};
                }
                return host.equals(PUBLIC) ? new InetAddress[] {InetAddress.getLoopbackAddress()} : super.resolve(host);
            }
        };
        sources = new HttpSources(settings, policy, watchdog) {
            @Override
            SSLContext tls() {
                return trust;
            }
        };
    }

    static SourceSettings settings(Map<String, String> values) {
        return new SourceSettings(Configurations.of(SourceConfig.class, values));
    }

    HttpSources sources() {
        return sources;
    }

    /** Opens the content of a URL, as an add does. */
    ImageContent open(String url) {
        return open(url, new Cancellation());
    }

    ImageContent open(String url, Cancellation cancellation) {
        return open(url, NOTHING, cancellation);
    }

    private ImageContent open(String url, DeclaredContent declared, Cancellation cancellation) {
        return sources.source("source", url, declared.tellsTruncation())
                .open(cancellation)
                .limitedTo(sources.limits().size());
    }

    byte[] read(String url) {
        return read(url, NOTHING);
    }

    byte[] read(String url, DeclaredContent declared) {
        try (ImageContent content = open(url, declared, new Cancellation())) {
            byte[] bytes = new byte[2 * 1024 * 1024];
            int read = content.read(bytes, 0, bytes.length);
            return Arrays.copyOf(bytes, read);
        }
    }

    /** Reads a URL, expects a failure, and returns its sentence. */
    String failure(StoreFailure.Kind kind, String url) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> read(url));
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertFalse(failure.getMessage().contains("hush"), failure.getMessage());
        return failure.getMessage();
    }

    @Override
    public void close() {
        sources.close();
        watchdog.close();
    }
}
