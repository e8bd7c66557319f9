package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static dev.glint.source.TestSources.PUBLIC;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that break off, fall silent or never end. */
class HostileSourcesTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, String> IMPATIENT =
            Map.of("image.source.connect-timeout", "PT0.5S", "image.source.read-timeout", "PT0.2S");
    private static final long MEBI = 1024 * 1024;
    /** The bytes that the buffers of two sockets can take before the server notices that the reader has left. */
    private static final long UNNOTICED = 64 * MEBI;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123456789",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n1234",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhush\r\n",
                "SSH-2.0-hush\r\n",
                "hush",
            })
    void sourceThatBreaksOffFails(String answer) {
        fails(SOURCE_FAILED, out -> out.write(answer.getBytes(US_ASCII)), false, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /",
            })
    void sourceThatFallsSilentFails(String answer) {
        fails(SOURCE_FAILED, out -> out.write(answer.getBytes(US_ASCII)), true, IMPATIENT);
    }

    /** Never silent for longer than the read timeout, but too slow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n",
                "HTTP/1.1 200 OK\r\nX: ",
            })
    void tricklingSourceFails(String start) {
        fails(
                SOURCE_FAILED,
                out -> {
                    out.write(start.getBytes(US_ASCII));
                    while (true) {
                        out.write('x');
                        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    }
                },
                false,
                IMPATIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 ', x",
        "'HTTP/1.1 200 OK\r\nX: ', x",
        "'HTTP/1.1 200 OK\r\n', 'X: x\r\n'",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', 0",
        "'', '\r\n'"
    })
    void sourceThatNeverReachesItsContentFails(String start, String more) {
        long sent = fails(
                SOURCE_FAILED,
                out -> {
                    out.write(start.getBytes(US_ASCII));
                    endlessly(out, more);
                },
                false,
                Map.of());
        assertTrue(sent < UNNOTICED, "sent " + sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
            })
    void endlessBodyIsTooLarge(String start) {
        long sent = fails(
                TOO_LARGE,
                out -> {
                    out.write(start.getBytes(US_ASCII));
                    endlessly(out, "x");
                },
                false,
                Map.of());
        assertTrue(sent < UNNOTICED, "sent " + sent);
    }

    @Test
    void contentClosedEarlyIsNotReadToItsEnd() throws Exception {
        try (RawSite raw = new RawSite(
                        out -> {
                            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n".getBytes(US_ASCII));
                            endlessly(out, "x");
                        },
                        false);
                TestSources sources = new TestSources(raw.port(), Map.of("image.source.max-size", "48T"))) {
            assertTimeoutPreemptively(SOON, () -> {
                try (ImageContent content = sources.open(raw.url())) {
                    assertEquals(10, content.read(new byte[10], 0, 10));
                }
            });
            assertTrue(raw.sent() < UNNOTICED);
        }
    }

    @Test
    void unreachableSourceFails() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (TestSources sources = new TestSources(port, Map.of())) {
            sources.failure(SOURCE_FAILED, "http://" + PUBLIC + ":" + port + "/hush");
            // An https URL with a server without TLS fails too.
            sources.failure(SOURCE_FAILED, "https://" + PUBLIC + ":" + port + "/hush");
        }
    }

    @Test
    void sourceWithoutTlsFails() throws Exception {
        try (RawSite raw = new RawSite(out -> out.write("HTTP/1.1 400 hush\r\n\r\n".getBytes(US_ASCII)), false);
                TestSources sources = new TestSources(raw.port(), Map.of())) {
            sources.failure(SOURCE_FAILED, raw.url().replace("http:", "https:"));
        }
    }

    /** Reads a source, expects a failure, and returns the number of bytes that the source sent. */
    private static long fails(
            StoreFailure.Kind kind, RawSite.Script script, boolean stayOpen, Map<String, String> settings) {
        return assertTimeoutPreemptively(SOON, () -> {
            try (RawSite raw = new RawSite(script, stayOpen);
                    TestSources sources = new TestSources(raw.port(), settings)) {
                StoreFailure failure = assertThrows(StoreFailure.class, () -> sources.read(raw.url()));
                assertEquals(kind, failure.kind(), failure.getMessage());
                assertTrue(failure.getMessage().matches("The source [^\r\n]+\\."), failure.getMessage());
                return stayOpen ? 0 : raw.sent();
            }
        });
    }

    private static void endlessly(OutputStream out, String text) throws IOException {
        byte[] block = text.repeat(64 * 1024 / text.length()).getBytes(US_ASCII);
        while (true) {
            out.write(block);
        }
    }
}
