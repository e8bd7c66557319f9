package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static dev.glint.source.ConnectProxy.OPEN;
import static dev.glint.source.TestSources.PUBLIC;
import static dev.glint.source.TestSources.TWO_ADDRESSES;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.source.TlsSite.End;
import dev.glint.testing.Certificates;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources behind a proxy, which is given only addresses. The word hush marks text that nobody may read. */
@Timeout(60)
class ProxiedSourcesTest {

    private static final byte[] IMAGE = "an image".getBytes(US_ASCII);
    private static final String TEXT = "HTTP/1.1 200 OK\r\n\r\nan image";
    private static final String ANYWHERE = "http://" + PUBLIC + "/hush";
    private static final UnaryOperator<String> OPEN_TO_ALL = head -> OPEN;

    @Test
    void plainHttpGoesThroughATunnelToTheAddress() throws Exception {
        try (Site site = new Site().with("/image", IMAGE);
                ConnectProxy proxy = new ConnectProxy(OPEN_TO_ALL);
                TestSources sources = sources(site.port(), proxy.url())) {
            assertArrayEquals(IMAGE, sources.read(site.url(PUBLIC, "/image")));
            String address = "127.0.0.1:" + site.port();
            assertEquals(
                    List.of("CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n\r\n"), proxy.requests());
            assertEquals(
                    PUBLIC + ":" + site.port(), site.requests().get(0).headers().getFirst("Host"));
            assertEquals("/image", site.requests().get(0).uri());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tlsEndsAtTheSource(String protocol) throws Exception {
        try (TlsSite site = new TlsSite(protocol, out -> out.write(TEXT.getBytes(US_ASCII)), End.CLOSE_NOTIFY);
                ConnectProxy proxy = new ConnectProxy(OPEN_TO_ALL);
                TestSources sources = sources(site.port(), proxy.url(), site.trust());
                TestSources suspicious = sources(site.port(), proxy.url(), Certificates.context("other.test"))) {
            assertArrayEquals(IMAGE, sources.read(site.url()));
            assertTrue(suspicious.failure(SOURCE_FAILED, site.url()).contains("certificate"));
            assertTrue(proxy.requests().get(0).startsWith("CONNECT 127.0.0.1:" + site.port() + " HTTP/1.1\r\n"));
        }
    }

    @Test
    void cutTunnelFailsATlsSource() throws Exception {
        try (TlsSite site = new TlsSite("TLSv1.3", out -> out.write(TEXT.getBytes(US_ASCII)), End.CUT);
                ConnectProxy proxy = new ConnectProxy(OPEN_TO_ALL);
                TestSources sources = sources(site.port(), proxy.url(), site.trust())) {
            sources.failure(SOURCE_FAILED, site.url());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"})
    void proxyIsNotAskedForAnAddressThatIsNotAllowed(String host) throws Exception {
        try (Site site = new Site().with("/image", IMAGE);
                ConnectProxy proxy = new ConnectProxy(OPEN_TO_ALL);
                TestSources sources = sources(site.port(), proxy.url())) {
            sources.failure(SOURCE_REFUSED, site.url(host, "/image"));
            assertEquals(List.of(), proxy.requests());
            site.with("/old", 302, "Location", site.url(host, "/image"));
            sources.failure(SOURCE_REFUSED, site.url(PUBLIC, "/old"));
            assertEquals(1, proxy.requests().size());
        }
    }

    @Test
    void nextAddressIsTriedWhenTheProxyCannotReachOne() throws Exception {
        try (Site site = new Site().with("/image", IMAGE);
                ConnectProxy proxy = new ConnectProxy(
                        head -> head.startsWith("CONNECT 127.0.0.2:") ? "HTTP/1.1 502 hush\r\n\r\n" : OPEN);
                TestSources sources = sources(site.port(), proxy.url())) {
            assertArrayEquals(IMAGE, sources.read(site.url(TWO_ADDRESSES, "/image")));
            assertEquals(2, proxy.requests().size());
        }
    }

    @Test
    void proxyGetsItsPassword() throws Exception {
        UnaryOperator<String> strict = head -> head.contains("\r\nProxy-Authorization: Basic bWU6aHVzaC8=\r\n")
                ? OPEN
                : "HTTP/1.1 407 hush\r\nProxy-Authenticate: Basic realm=\"hush\"\r\n\r\n";
        try (Site site = new Site().with("/image", IMAGE);
                ConnectProxy proxy = new ConnectProxy(strict);
                TestSources right = sources(site.port(), proxy.url().replace("//", "//me:hush%2F@"));
                TestSources wrong = sources(site.port(), proxy.url().replace("//", "//me:hush@"));
                TestSources none = sources(site.port(), proxy.url())) {
            assertArrayEquals(IMAGE, right.read(site.url(PUBLIC, "/image")));
            assertEquals(null, site.requests().get(0).headers().getFirst("Proxy-Authorization"));
            for (TestSources refused : List.of(wrong, none)) {
                String sentence = refused.failure(SOURCE_FAILED, site.url(PUBLIC, "/image"));
                assertEquals("The proxy (image.source.proxy) answered 407.", sentence);
            }
            assertEquals(1, site.requests().size());
        }
    }

    private static TestSources sources(int port, String proxy) {
        return sources(port, proxy, Certificates.context(PUBLIC));
    }

    private static TestSources sources(int port, String proxy, SSLContext trust) {
        return new TestSources(port, Map.of("image.source.proxy", proxy), trust);
    }
}
