package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import dev.glint.image.StoreFailure;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges are held to the rules of redirects and addresses, each time. */
class RangeRedirectsTest extends RangePages {

    private final AtomicInteger asked = new AtomicInteger();

    private static void redirect(HttpExchange exchange, String target) throws IOException {
        exchange.getResponseHeaders().add("Location", target);
        exchange.sendResponseHeaders(302, -1);
    }

    /** A page that leads to the image first, and then elsewhere. The image's page refuses ranges. */
    private void withRedirect(String later) {
        site.with("/old", exchange -> redirect(exchange, asked.getAndIncrement() == 0 ? "/image" : later));
        site.with("/image", image("\"a\"", exchange -> exchange.sendResponseHeaders(403, -1)));
    }

    /** As addresses do that are signed for a while: the first URL leads to another one then. */
    @Test
    void redirectIsFollowedAgainWhereItsTargetFails() {
        withRedirect("/other");
        site.with("/other", image("\"a\"", honest("\"a\"")));
        Ranges ranges = ranges("/old").orElseThrow();
        assertEquals("234", read(ranges, 2, 5));
        assertEquals("34", read(ranges, 3, 5));
        assertEquals(2, asked.get(), "the new target is asked then");
    }

    @ParameterizedTest
    @CsvSource({
        "/other, SOURCE_FAILED",
        "http://127.0.0.1:PORT/image, SOURCE_REFUSED",
        "http://10.0.0.1/image, SOURCE_REFUSED",
        "ftp://public.test/image, SOURCE_REFUSED",
        "/old, SOURCE_REJECTED",
    })
    void redirectThatDiffersLaterIsHeldToTheSameRules(String target, StoreFailure.Kind kind) {
        withRedirect(target.replace("PORT", Integer.toString(site.port())));
        // Another image.
        site.with("/other", exchange -> send(exchange, 200, "\"b\"", null, IMAGE));
        assertEquals(kind, failure(ranges("/old").orElseThrow()).kind());
    }

    @Test
    void rangeThatRedirectsElsewhereIsHeldToTheRulesForAddresses() {
        site.with("/image", image("\"a\"", exchange -> redirect(exchange, "http://169.254.169.254/latest/meta-data/")));
        assertEquals(SOURCE_REFUSED, failure(ranges("/image").orElseThrow()).kind());
    }
}
