package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.source.TestSources.BROKEN;
import static dev.glint.source.TestSources.PUBLIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to sources, and the handling of their answers. */
class HttpSourcesTest {

    private static final byte[] IMAGE = "an image".getBytes(UTF_8);

    private Site site;
    private TestSources sources;

    @BeforeEach
    void open() throws IOException {
        site = new Site().with("/image", IMAGE);
        sources = new TestSources(site.port(), Map.of());
    }

    @AfterEach
    void close() throws IOException {
        sources.close();
        site.close();
    }

    @Test
    void imageIsRead() {
        try (ImageContent content = sources.open(site.url(PUBLIC, "/image"))) {
            assertEquals(OptionalLong.of(IMAGE.length), content.length());
            assertEquals(VouchedDigests.NONE, content.vouched());
        }
        assertArrayEquals(IMAGE, sources.read(site.url(PUBLIC, "/image")));
    }

    @ParameterizedTest
    @CsvSource({
        "/image?signature=a%2Fb+c%3D&x, /image?signature=a%2Fb+c%3D&x",
        "/image#fragment, /image",
        "/image/../image//%7euser/%41, /image/../image//%7euser/%41",
        "/image;v=1, /image;v=1",
        "/image?, /image?",
    })
    void urlIsRequestedUnchanged(String path, String requested) {
        assertArrayEquals(IMAGE, sources.read(site.url(PUBLIC, path)));
        assertEquals(requested, site.requests().get(0).uri());
    }

    @ParameterizedTest
    @CsvSource({"'', /", "?a=b, /?a=b", "#a, /"})
    void urlWithoutAPathRequestsTheRoot(String path, String requested) {
        site.with("/", IMAGE);
        assertArrayEquals(IMAGE, sources.read(site.url(PUBLIC, path)));
        assertEquals(requested, site.requests().get(0).uri());
    }

    @Test
    void requestsHaveOnlyNeededHeaders() {
        site.with("/login", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "session=hush; Path=/");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"images\"");
            exchange.getResponseHeaders().add("Location", "/image");
            exchange.sendResponseHeaders(302, -1);
        });
        sources.read(site.url(PUBLIC, "/login"));
        sources.read(site.url(PUBLIC, "/image"));
        assertEquals(
                List.of("/login", "/image", "/image"),
                site.requests().stream().map(Site.Request::uri).toList());
        for (Site.Request request : site.requests()) {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(request.headers().keySet());
            assertEquals(Set.of("Connection", "Host", "User-agent"), names);
        }
    }

    @Test
    void compressedContentIsNotUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[10_000]);
        }
        site.with("/packed", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            exchange.getResponseBody().write(packed.toByteArray());
        });
        assertArrayEquals(packed.toByteArray(), sources.read(site.url(PUBLIC, "/packed")));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 203, 204, 206, 300, 304, 400, 401, 403, 404, 407, 410, 416, 429, 451})
    void otherStatusesAreRejected(int status) {
        site.with("/status", status, "Retry-After", "0");
        assertTrue(sources.failure(SOURCE_REJECTED, site.url(PUBLIC, "/status")).contains(Integer.toString(status)));
        assertEquals(1, site.requests().size(), "asked once");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599})
    void temporaryErrorsAreFailures(int status) {
        site.with("/status", status, "Retry-After", "0");
        assertTrue(sources.failure(SOURCE_FAILED, site.url(PUBLIC, "/status")).contains(Integer.toString(status)));
        assertEquals(1, site.requests().size(), "asked once");
    }

    /** Some of these hosts are unknown on one version of the platform and loopback on another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "localhost",
                "LocalHost",
                "0.0.0.0",
                "[::1]",
                "[::]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[2002:7f00:1::1]",
            })
    void privateAddressesAreNotConnectedTo(String host) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> sources.read(site.url(host, "/image")));
        assertTrue(EnumSet.of(SOURCE_REFUSED, SOURCE_FAILED).contains(failure.kind()), failure.getMessage());
        assertEquals(List.of(), site.requests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"})
    void privateAddressesAreConnectedToWhereAllowed(String host) throws IOException {
        try (TestSources free = new TestSources(site.port(), Map.of("image.source.allow-private-addresses", "true"))) {
            assertArrayEquals(IMAGE, free.read(site.url(host, "/image")));
        }
    }

    @Test
    void connectionIsNotReusedForAnAddressThatIsNotAllowed() {
        sources.read(site.url(PUBLIC, "/image"));
        sources.failure(SOURCE_REFUSED, site.url("127.0.0.1", "/image"));
        assertEquals(1, site.requests().size());
    }

    /** The next 64 KiB always come in time, so only the minimum rate can end the read. */
    @Test
    void sourceBelowTheMinimumRateFails() throws IOException {
        site.with("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int chunk = 0; chunk < 200; chunk++) {
                exchange.getResponseBody().write(new byte[16 * 1024]);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        Map<String, String> impatient = Map.of(
                "image.source.read-timeout", "PT0.2S",
                "image.source.min-rate", "100M",
                "image.source.max-size", "4M");
        try (TestSources slow = new TestSources(site.port(), impatient)) {
            assertTrue(slow.failure(SOURCE_FAILED, site.url(PUBLIC, "/slow")).contains("min-rate"));
        }
    }

    /** More rounds than there are connections. */
    @Test
    void errorInARequestDoesNotAffectOthers() {
        for (int round = 0; round < 300; round++) {
            assertThrows(AssertionError.class, () -> sources.read(site.url(BROKEN, "/image")));
        }
        assertArrayEquals(IMAGE, sources.read(site.url(PUBLIC, "/image")));
    }
}
