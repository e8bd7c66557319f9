package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.source.TestSources.PUBLIC;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.source.TlsSite.End;
import dev.glint.testing.Certificates;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources over TLS. The end of a body differs from a cut connection, even if HTTP gives no length. */
@Timeout(60)
class TlsSourcesTest {

    private static final String PLAIN = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final Map<String, String> IMPATIENT =
            Map.of("image.source.connect-timeout", "PT0.5S", "image.source.read-timeout", "PT0.2S");

    static Stream<String> protocols() {
        return Stream.of("TLSv1.2", "TLSv1.3");
    }

    static Stream<Arguments> aWholeBodyIsRead() {
        return protocols()
                .flatMap(protocol -> Stream.of(
                        Arguments.of(protocol, PLAIN + "an image", End.CLOSE_NOTIFY),
                        Arguments.of(protocol, LENGTH + "an image", End.CLOSE_NOTIFY),
                        Arguments.of(protocol, LENGTH + "an image", End.CUT),
                        Arguments.of(protocol, LENGTH + "an image", End.SILENCE),
                        Arguments.of(protocol, CHUNKED + "8\r\nan image\r\n0\r\n\r\n", End.CUT),
                        Arguments.of(protocol, CHUNKED + "8\r\nan image\r\n0\r\n\r\n", End.SILENCE)));
    }

    @ParameterizedTest
    @MethodSource
    void aWholeBodyIsRead(String protocol, String answer, End end) throws Exception {
        try (TlsSite site = site(protocol, answer, end);
                TestSources sources = sources(site)) {
            assertArrayEquals("an image".getBytes(US_ASCII), sources.read(site.url()));
        }
    }

    static Stream<Arguments> aBodyThatIsCutFails() {
        return protocols()
                .flatMap(protocol -> Stream.of(
                                "",
                                "HTTP/1.1 200 OK\r\n",
                                PLAIN,
                                PLAIN + "an im",
                                PLAIN + "an image",
                                LENGTH + "an im",
                                CHUNKED + "8\r\nan im",
                                CHUNKED + "8\r\nan image\r\n")
                        .flatMap(answer -> Stream.of(End.CUT, End.RESET, End.SILENCE)
                                .map(end -> Arguments.of(protocol, answer, end))));
    }

    @ParameterizedTest
    @MethodSource
    void aBodyThatIsCutFails(String protocol, String answer, End end) throws Exception {
        Map<String, String> settings = end == End.SILENCE ? IMPATIENT : Map.of();
        try (TlsSite site = site(protocol, answer, end);
                TestSources sources = sources(site, settings)) {
            sources.failure(SOURCE_FAILED, site.url());
        }
    }

    /** The body is too slow: the connection is closed during a read. */
    @ParameterizedTest
    @MethodSource("protocols")
    void tricklingBodyFails(String protocol) throws Exception {
        RawSite.Script script = out -> {
            out.write(PLAIN.getBytes(US_ASCII));
            while (true) {
                out.write('x');
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        };
        try (TlsSite site = new TlsSite(protocol, script, End.CUT);
                TestSources sources = sources(site, IMPATIENT)) {
            sources.failure(SOURCE_FAILED, site.url());
        }
    }

    /** Another thread ends the content while a read waits. */
    @ParameterizedTest
    @MethodSource("protocols")
    void readerSeesNoEndWhenAnotherThreadEndsTheContent(String protocol) throws Exception {
        StoreFailure reason = STORE_UNAVAILABLE.because("Enough.");
        assertSame(reason, endedFromOutside(protocol, (content, cancellation) -> cancellation.cancel(reason)));
        assertEquals(
                SOURCE_FAILED,
                endedFromOutside(protocol, (content, cancellation) -> content.close())
                        .kind());
    }

    private static StoreFailure endedFromOutside(String protocol, BiConsumer<ImageContent, Cancellation> end)
            throws Exception {
        Cancellation cancellation = new Cancellation();
        try (TlsSite site = site(protocol, PLAIN + "an image", End.SILENCE);
                TestSources sources = sources(site, Map.of("image.source.read-timeout", "PT1H"));
                ImageContent content = sources.open(site.url(), cancellation)) {
            CompletableFuture<Integer> read = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    read.complete(content.read(new byte[100], 0, 100));
                } catch (StoreFailure failure) {
                    read.completeExceptionally(failure);
                }
            });
            reader.start();
            while (!read.isDone()
                    && Arrays.stream(reader.getStackTrace())
                            .noneMatch(frame -> frame.getMethodName().equals("poll"))) {
                Thread.onSpinWait();
            }
            end.accept(content, cancellation);
            return (StoreFailure)
                    assertThrows(ExecutionException.class, read::get).getCause();
        }
    }

    @Test
    void untrustedCertificateIsRefused() throws Exception {
        try (TlsSite site = site("TLSv1.3", LENGTH + "an image", End.CLOSE_NOTIFY);
                TestSources sources = new TestSources(site.port(), Map.of(), Certificates.context("other.test"))) {
            assertTrue(sources.failure(SOURCE_FAILED, site.url()).contains("certificate"));
        }
    }

    @Test
    void certificateOfAnotherHostIsRefused() throws Exception {
        try (TlsSite site = site("TLSv1.3", LENGTH + "an image", End.CLOSE_NOTIFY);
                TestSources sources = sources(site, Map.of("image.source.allow-private-addresses", "true"))) {
            String url = site.url().replace(PUBLIC, "localhost");
            assertTrue(sources.failure(SOURCE_FAILED, url).contains("certificate"));
        }
    }

    private static TlsSite site(String protocol, String answer, End end) throws Exception {
        return new TlsSite(protocol, out -> out.write(answer.getBytes(US_ASCII)), end);
    }

    private static TestSources sources(TlsSite site) {
        return sources(site, Map.of());
    }

    private static TestSources sources(TlsSite site, Map<String, String> more) {
        return new TestSources(site.port(), more, site.trust());
    }
}
