package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static dev.glint.source.TestSources.PUBLIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of a source, and sources that do not keep what they say of theirs. */
class HttpRangesTest extends RangePages {

    @Test
    void rangesAreReadOnConnectionsThatAreKept() {
        Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
        site.with("/image", exchange -> {
            clients.add(exchange.getRemoteAddress());
            image("\"a\"", honest("\"a\"")).answer(exchange);
        });
        Ranges ranges = ranges("/image").orElseThrow();
        for (int from = 0; from < IMAGE.length; from++) {
            assertEquals("0123456789".substring(from), read(ranges, from, IMAGE.length));
        }
        assertTrue(clients.size() <= 2, clients.size() + " connections");
    }

    @ParameterizedTest
    @CsvSource({
        "none,  '\"a\"', 10, false",
        ",      '\"a\"', 10, false",
        "lines, '\"a\"', 10, false",
        "bytes, 'W/\"a\"', 10, false",
        "bytes, a, 10, false",
        "bytes, '\"\"', 10, false",
        "bytes, , 10, false",
        "bytes, '\"a\"', 0, false",
        "BYTES, '\"a\"', 10, true",
        "bytes, '\"a\"', 10, true",
    })
    void rangesNeedAnOfferAStrongETagAndALength(String offer, String etag, int length, boolean expected) {
        site.with("/image", exchange -> {
            if (offer != null) {
                exchange.getResponseHeaders().add("Accept-Ranges", offer);
            }
            if (etag != null) {
                exchange.getResponseHeaders().add("ETag", etag);
            }
            // A length of 0 is none here: the body has chunks.
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(IMAGE);
        });
        assertEquals(expected, ranges("/image").isPresent());
    }

    @Test
    void answerWithTwoETagsHasNoRanges() {
        site.with("/image", exchange -> {
            exchange.getResponseHeaders().put("ETag", List.of("\"a\"", "\"b\""));
            exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
            send(exchange, 200, null, null, IMAGE);
        });
        assertTrue(ranges("/image").isEmpty());
    }

    @Test
    void sourceThatOffersRangesIsHeldToTheLimitOfItsSize() {
        site.with("/image", exchange -> {
            exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
            exchange.getResponseHeaders().add("ETag", "\"a\"");
            exchange.sendResponseHeaders(200, 1024 * 1024 + 1);
        });
        sources.failure(TOO_LARGE, site.url(PUBLIC, "/image"));
    }

    @ParameterizedTest
    @CsvSource({
        // Status, ETag, Content-Range, body
        "200, '\"a\"', , 0123456789",
        "200, '\"b\"', , 0123456789",
        "206, '\"b\"', bytes 2-4/10, 234",
        "206, 'W/\"a\"', bytes 2-4/10, 234",
        "206, , bytes 2-4/10, 234",
        "206, '\"a\"', , 234",
        "206, '\"a\"', bytes 1-3/10, 123",
        "206, '\"a\"', bytes 3-5/10, 345",
        "206, '\"a\"', bytes 2-3/10, 23",
        "206, '\"a\"', bytes 2-5/10, 2345",
        "206, '\"a\"', bytes 2-4/10, 23",
        "206, '\"a\"', bytes 2-4/10, 2345",
        "206, '\"a\"', bytes 2-4/11, 234",
        "206, '\"a\"', bytes 2-4/*, 234",
        "206, '\"a\"', bytes */10, 234",
        "206, '\"a\"', 2-4/10, 234",
        "206, '\"a\"', lines 2-4/10, 234",
        "206, '\"a\"', bytes 2-99999999999999999999/10, 234",
    })
    void answerThatIsNotTheRangeFails(int status, String etag, String range, String body) {
        site.with("/image", image("\"a\"", exchange -> send(exchange, status, etag, range, body.getBytes(UTF_8))));
        assertEquals(SOURCE_FAILED, failure(ranges("/image").orElseThrow()).kind());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 304, 403, 404, 412, 416, 429, 500, 503})
    void refusedRangeFails(int status) {
        site.with("/image", image("\"a\"", exchange -> exchange.sendResponseHeaders(status, -1)));
        StoreFailure failure = failure(ranges("/image").orElseThrow());
        assertEquals(status < 500 ? SOURCE_REJECTED : SOURCE_FAILED, failure.kind());
        assertEquals("The source answered " + status + ".", failure.getMessage());
    }

    @Test
    void rangeThatBreaksOffFails() {
        site.with("/image", image("\"a\"", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"a\"");
            exchange.getResponseHeaders().add("Content-Range", "bytes 2-4/10");
            exchange.sendResponseHeaders(206, 3);
            exchange.getResponseBody().write('2');
        }));
        assertEquals(
                "The source broke off.", failure(ranges("/image").orElseThrow()).getMessage());
    }

    @Test
    void waitingForARangeEndsWhenItIsCancelled() {
        StoreFailure reason = STORE_UNAVAILABLE.because("Enough.");
        CountDownLatch end = new CountDownLatch(1);
        Cancellation cancellation = new Cancellation();
        site.with("/image", image("\"a\"", exchange -> {
            cancellation.cancel(reason);
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        Ranges ranges = ranges("/image").orElseThrow();
        assertSame(reason, assertThrows(StoreFailure.class, () -> ranges.open(2, 5, cancellation)));
        end.countDown();
    }
}
