package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.source.TestSources.PUBLIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.StoreFailure;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {

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

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
    void redirectsAreFollowed(int status) {
        site.with("/old", status, "Location", site.url(PUBLIC, "/image"));
        assertArrayEquals(IMAGE, sources.read(site.url(PUBLIC, "/old")));
    }

    @Test
    void redirectsAreFollowedAtMostFiveTimes() {
        site.with("/", exchange -> {
            int hop = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.getResponseHeaders().add("Location", hop == 1 ? "/image" : "/" + (hop - 1));
            exchange.sendResponseHeaders(302, -1);
        });
        assertArrayEquals(IMAGE, sources.read(site.url(PUBLIC, "/5")));
        assertEquals(6, site.requests().size());
        sources.failure(SOURCE_REJECTED, site.url(PUBLIC, "/6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/circle", "", "?again", "#again", "circle", "//public.test:PORT/circle"})
    void circularRedirectsEnd(String target) {
        site.with("/", 404, "", null);
        site.with("/circle", 302, "Location", target.replace("PORT", Integer.toString(site.port())));
        sources.failure(SOURCE_REJECTED, site.url(PUBLIC, "/circle"));
        assertEquals(6, site.requests().size(), "the same page again and again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/image",
                "http://localhost:PORT/image",
                "http://[::1]:PORT/image",
                "http://[::ffff:127.0.0.1]:PORT/image",
                "//127.0.0.1:PORT/image",
                "http://169.254.169.254/latest/meta-data/",
                "http://10.0.0.1/image",
                "http://public.test:22/image",
                "http://user:hush@public.test:PORT/image",
                "ftp://public.test/image",
                "file:///etc/passwd",
                "gopher://public.test:PORT/_image",
                "s3://public.test/images/1",
                "data:,hush",
            })
    void redirectsToForbiddenTargetsAreRefused(String target) {
        site.with("/old", 302, "Location", target.replace("PORT", Integer.toString(site.port())));
        sources.failure(SOURCE_REFUSED, site.url(PUBLIC, "/old"));
        assertEquals(1, site.requests().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http:",
                "http:image",
                "http:///image",
                "http://ho st/hush",
                "http://public.test\\@127.0.0.1/hush",
                "http://exa_mple.org/",
                "/hush hush",
                "http://[::1/",
                "%zz",
                "http://0177.0.0.1/hush",
                "http://0x7f.1/hush",
                "http://127.1/hush",
                "http://2130706433/hush",
                "//017700000001/hush",
                "http://[::ffff:0177.0.0.1]/hush",
            })
    void redirectsToMalformedUrlsAreRejected(String target) {
        site.with("/old", 302, "Location", target);
        sources.failure(SOURCE_REJECTED, site.url(PUBLIC, "/old"));
        assertEquals(1, site.requests().size());
    }

    @Test
    void redirectsFromHttpsToHttpAreRefused() {
        URI secure = URI.create("https://public.test/old");
        HttpSources http = sources.sources();
        for (String target :
                List.of("http://public.test/image", "HTTP://public.test/image", "http://public.test:443/")) {
            StoreFailure failure = assertThrows(StoreFailure.class, () -> http.redirect(secure, target));
            assertEquals(SOURCE_REFUSED, failure.kind());
            assertFalse(failure.getMessage().contains("image"), failure.getMessage());
        }
        assertEquals(
                "https://public.test/image", http.redirect(secure, "/image").toString());
        assertEquals(
                "https://other.test/image",
                http.redirect(URI.create("http://public.test/old"), "https://other.test/image")
                        .toString());
    }

    /** The examples of RFC 3986, and bases without a path. */
    @ParameterizedTest
    @CsvSource({
        "http://a/b/c/d;p?q, g, http://a/b/c/g",
        "http://a/b/c/d;p?q, ./g, http://a/b/c/g",
        "http://a/b/c/d;p?q, g/, http://a/b/c/g/",
        "http://a/b/c/d;p?q, /g, http://a/g",
        "http://a/b/c/d;p?q, //g, http://g",
        "http://a/b/c/d;p?q, ?y, http://a/b/c/d;p?y",
        "http://a/b/c/d;p?q, g?y, http://a/b/c/g?y",
        "http://a/b/c/d;p?q, ;x, http://a/b/c/;x",
        "http://a/b/c/d;p?q, ../g, http://a/b/g",
        "http://a/b/c/d;p?q, ../../g, http://a/g",
        "http://a, g, http://a/g",
        "http://a?q, g, http://a/g",
        "http://a, ?y, http://a/?y",
        "http://a//b/c, ?y, http://a//b/c?y",
        "http://a/b, http://a/%7e/../b?x=%2F+, http://a/%7e/../b?x=%2F+",
    })
    void redirectsAreResolvedAsInRfc3986(String from, String reference, String target) {
        assertEquals(
                target, sources.sources().redirect(URI.create(from), reference).toString());
    }
}
