package dev.glint.source;

import static dev.glint.source.TestSources.PUBLIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.glint.image.StoreFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A site whose pages have an image of ten bytes that can be read in ranges. */
@Timeout(60)
abstract class RangePages {

    static final byte[] IMAGE = "0123456789".getBytes(UTF_8);

    Site site;
    TestSources sources;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
        sources = new TestSources(site.port(), Map.of());
    }

    @AfterEach
    void close() {
        sources.close();
        site.close();
    }

    /** A page that answers requests for ranges in its own way, and others with the image. */
    static Site.Page image(String etag, Site.Page ranges) {
        return exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                ranges.answer(exchange);
            } else {
                exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
                send(exchange, 200, etag, null, IMAGE);
            }
        };
    }

    /** Answers with the range that is asked for. */
    static Site.Page honest(String etag) {
        return exchange -> {
            assertEquals(etag, exchange.getRequestHeaders().getFirst("If-Range"));
            String[] range = exchange.getRequestHeaders().getFirst("Range").split("[=-]");
            int from = Integer.parseInt(range[1]);
            int to = Integer.parseInt(range[2]) + 1;
            String told = "bytes %d-%d/%d".formatted(from, to - 1, IMAGE.length);
            send(exchange, 206, etag, told, Arrays.copyOfRange(IMAGE, from, to));
        };
    }

    /** Sends an answer; null for a header that it does not have. */
    static void send(HttpExchange exchange, int status, String etag, String range, byte[] body) throws IOException {
        if (etag != null) {
            exchange.getResponseHeaders().add("ETag", etag);
        }
        if (range != null) {
            exchange.getResponseHeaders().add("Content-Range", range);
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The ranges that the answer to a path offers. */
    final Optional<Ranges> ranges(String path) {
        try (ImageContent content = sources.open(site.url(PUBLIC, path))) {
            return content.ranges();
        }
    }

    static String read(Ranges ranges, int from, int to) {
        try (ImageContent content = ranges.open(from, to, new Cancellation())) {
            byte[] bytes = new byte[100];
            int read = content.read(bytes, 0, to - from);
            assertTrue(content.atEnd());
            return new String(bytes, 0, read, UTF_8);
        }
    }

    /** Why a range cannot be read. */
    static StoreFailure failure(Ranges ranges) {
        return assertThrows(StoreFailure.class, () -> read(ranges, 2, 5));
    }
}
