package dev.glint.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import dev.glint.testing.Await;
import dev.glint.testing.SigningKey;
import dev.glint.testing.TokenIssuer;
import dev.glint.testing.TokenIssuer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys for tokens, however they are served. */
class KeysTest extends TokenSuite {

    @Test
    void keyThatWasRotatedInIsFetched() {
        tokens.verify(issuer.key().token());
        SigningKey second = SigningKey.named("second");
        issuer.reply(TokenIssuer.body(SigningKey.set(issuer.key(), second)));
        tokens.verify(second.token());
        tokens.verify(issuer.key().token());
        assertEquals(2, issuer.requests());
    }

    @Test
    void unknownKeysDoNotFloodTheIssuer() {
        tokens.verify(issuer.key().token());
        SigningKey unknown = SigningKey.named("unknown");
        for (int call = 0; call < 20; call++) {
            assertRefused("not valid.", unknown.token());
        }
        assertEquals(2, issuer.requests());
    }

    static Stream<Reply> keysThatCannotBeFetchedAreWaitedFor() {
        return Stream.of(
                TokenIssuer.status(503, "down"),
                TokenIssuer.status(404, "gone"),
                TokenIssuer.status(302, ""),
                TokenIssuer.body("x".repeat(1 << 20)),
                TokenIssuer.body(""),
                TokenIssuer.body("no keys"),
                TokenIssuer.body("[]"),
                exchange -> exchange.close(),
                KeysTest::drip);
    }

    /** A byte now and then. */
    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (int count = 0; count < 100; count++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(50_000_000);
        }
    }

    @ParameterizedTest
    @MethodSource
    void keysThatCannotBeFetchedAreWaitedFor(Reply reply) {
        String token = issuer.key().token();
        Reply good = TokenIssuer.body(SigningKey.set(issuer.key()));
        issuer.reply(reply);
        assertUnavailable(token);
        issuer.reply(good);
        tokens.verify(token);
        // What has been fetched stays.
        issuer.reply(reply);
        tokens.verify(token);
    }

    @Test
    void keyThatIsUnknownWhileTheIssuerIsDownMayBeNew() {
        tokens.verify(issuer.key().token());
        issuer.reply(TokenIssuer.status(503, "down"));
        assertUnavailable(SigningKey.named("second").token());
        tokens.verify(issuer.key().token());
    }

    @Test
    void issuerThatDoesNotListenIsUnavailable() {
        issuer.stop();
        assertUnavailable(issuer.key().token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"keys\": []}", "{\"keys\": [{\"kty\": \"RSA\"}]}"})
    void issuerWithoutKeysHasSignedNothingYet(String text) {
        rules.setForcedJwksRefreshInterval(0);
        Reply good = TokenIssuer.body(SigningKey.set(issuer.key()));
        issuer.reply(TokenIssuer.body(text));
        assertRefused("not valid.", issuer.key().token());
        issuer.reply(good);
        tokens.verify(issuer.key().token());
    }

    /** Whoever comes while the keys are fetched waits for that one fetch. */
    @Test
    void concurrentCallsFetchKeysOnce() {
        CountDownLatch allAreThere = new CountDownLatch(1);
        Reply good = TokenIssuer.body(SigningKey.set(issuer.key()));
        issuer.reply(exchange -> {
            try {
                allAreThere.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            good.to(exchange);
        });
        tokens = new Tokens(() -> rules, new TokenParser(Duration.ofMinutes(2)), true);
        String token = issuer.key().token();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Claims>> calls = IntStream.range(0, 8)
                    .mapToObj(call -> CompletableFuture.supplyAsync(() -> tokens.verify(token), callers))
                    .toList();
            Await.until(() -> issuer.requests() == 1, "nobody fetches");
            allAreThere.countDown();
            calls.forEach(CompletableFuture::join);
            assertEquals(1, issuer.requests());
        } finally {
            callers.shutdownNow();
        }
    }
}
