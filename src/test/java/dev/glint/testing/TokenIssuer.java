package dev.glint.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes keys for tokens on the loopback interface, and configures rules for tokens of these keys. */
public final class TokenIssuer implements QuarkusTestResourceLifecycleManager {

    /** Answers one request for the keys. */
    @FunctionalInterface
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    public static final String KEY = "test.token.key";

    private final SigningKey key = SigningKey.named("first");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Reply reply = body(SigningKey.set(key));
    private HttpServer server;

    /** A reply with keys, or with anything else. */
    public static Reply body(String text) {
        return status(200, text);
    }

    public static Reply status(int status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    public TokenIssuer reply(Reply next) {
        reply = next;
        return this;
    }

    public SigningKey key() {
        return key;
    }

    public int requests() {
        return requests.get();
    }

    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/keys", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                reply.to(exchange);
            }
        });
        server.start();
        Map<String, String> configuration = new HashMap<>(rules());
        configuration.put("mp.jwt.verify.publickey.location", uri());
        configuration.put(KEY, key.secretJson());
        return configuration;
    }

    /** Tokens must be of the issuer and for us; roles and a prefix may be demanded. */
    public static Map<String, String> rules() {
        return Map.of(
                "mp.jwt.verify.issuer", SigningKey.ISSUER,
                "mp.jwt.verify.audiences", SigningKey.AUDIENCE,
                "glint.access.add", "image-writer, image-admin",
                "glint.access.delete", "image-admin",
                "glint.access.prefix-claim", "images");
    }

    @Override
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }
}
