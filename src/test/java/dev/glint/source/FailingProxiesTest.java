package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.INTERNAL_ERROR;
import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.source.TestSources.PUBLIC;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.StoreFailure;
import dev.glint.testing.Certificates;
import dev.glint.testing.LogCapture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Proxies that refuse, break off, hang, or do not speak HTTP. The word hush marks text that must not be in a message or the log.
 */
@Timeout(60)
class FailingProxiesTest {

    private static final byte[] IMAGE = "an image".getBytes(US_ASCII);
    private static final String ANYWHERE = "http://" + PUBLIC + "/hush";

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 403 hush\r\n\r\n', answered 403",
        "'HTTP/1.0 405 hush\r\n\r\n', answered 405",
        "'HTTP/1.1 302 hush\r\nLocation: http://hush/\r\n\r\n', answered 302",
        "'HTTP/1.1 502 hush\r\n\r\n', answered 502",
        "'HTTP/1.1 503\r\n\r\n', answered 503",
        "'', did not answer",
        "'HTTP/1.1 200 OK', did not answer",
        "'HTTP/1.1 200 OK\r\nX: hush\r\n', did not answer",
        "'HTTP/1.1 2000 OK\r\n\r\n', does not speak HTTP",
        "'HTTP/2 200\r\n\r\n', does not speak HTTP",
        "'SSH-2.0-hush\r\n\r\n', does not speak HTTP",
        "'\r\n\r\n', does not speak HTTP",
    })
    void answerOfTheProxyIsNotTakenForTheSource(String answer, String sentence) throws Exception {
        try (Site site = new Site().with("/image", IMAGE);
                ConnectProxy proxy = new ConnectProxy(head -> answer);
                TestSources sources = sources(site.port(), proxy.url())) {
            assertProxyFails(sentence, sources, site.url(PUBLIC, "/image"));
            assertProxyFails(sentence, sources, site.url(PUBLIC, "/image").replace("http:", "https:"));
            assertEquals(List.of(), site.requests());
        }
    }

    @Test
    void proxyWithAnEndlessAnswerFailsTheSource() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy(head -> "HTTP/1.1 200 OK\r\n" + "X: hush\r\n".repeat(1_000_000));
                TestSources sources = sources(80, proxy.url())) {
            assertProxyFails("did not answer", sources, ANYWHERE);
        }
    }

    @Test
    void silentProxyFailsTheSource() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestSources sources =
                        impatientSources("http://me:hush@127.0.0.1:" + silent.getLocalPort(), "PT0.5S", "PT30S")) {
            assertProxyFails("did not answer", sources, ANYWHERE);
        }
    }

    /** Each byte comes in time, but the whole answer does not. */
    @Test
    void tricklingProxyFailsTheSource() throws Exception {
        try (RawSite proxy = new RawSite(
                        out -> {
                            while (true) {
                                out.write('x');
                                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                            }
                        },
                        false);
                TestSources sources = impatientSources("http://me:hush@127.0.0.1:" + proxy.port(), "PT1S", "PT0.5S")) {
            assertProxyFails("did not answer", sources, ANYWHERE);
        }
    }

    @Test
    void cancelledCallDoesNotWaitForTheProxy() throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        try (RawSite proxy = new RawSite(out -> asked.complete(null), true);
                TestSources sources = sources(80, "http://127.0.0.1:" + proxy.port())) {
            asked.thenRun(() -> cancellation.cancel(INTERNAL_ERROR.because("The caller is gone.")));
            StoreFailure failure = assertThrows(StoreFailure.class, () -> sources.open(ANYWHERE, cancellation));
            assertEquals(INTERNAL_ERROR, failure.kind());
        }
    }

    @Test
    void unreachableProxyFailsTheSource() throws IOException {
        int closed;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = server.getLocalPort();
        }
        for (String proxy : List.of("http://me:hush@127.0.0.1:" + closed, "http://me:hush@nowhere.invalid:3128")) {
            try (TestSources sources = sources(80, proxy)) {
                assertProxyFails("did not answer", sources, ANYWHERE);
            }
        }
    }

    private static void assertProxyFails(String sentence, TestSources sources, String url) {
        try (LogCapture log = new LogCapture()) {
            assertEquals("The proxy (image.source.proxy) " + sentence + ".", sources.failure(SOURCE_FAILED, url));
            assertFalse(log.records().toString().contains("hush"));
        }
    }

    private static TestSources impatientSources(String proxy, String connectTimeout, String readTimeout) {
        return new TestSources(
                80,
                Map.of(
                        "image.source.proxy", proxy,
                        "image.source.connect-timeout", connectTimeout,
                        "image.source.read-timeout", readTimeout));
    }

    private static TestSources sources(int port, String proxy) {
        return new TestSources(port, Map.of("image.source.proxy", proxy), Certificates.context(PUBLIC));
    }
}
