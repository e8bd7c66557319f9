package dev.glint.checker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glint.image.HashAlgorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that has every {@link Content}, at {@code /<kind>/<id>/<number>/<size>}. */
final class ContentServer implements AutoCloseable {

    /** The form of the answer: with the length, without it, or with a digest. */
    enum Kind {
        PLAIN,
        CHUNKED,
        VOUCHED
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    ContentServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", ContentServer::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The path of an image; the id is for the log of the proxy before the server. */
    static String path(Kind kind, String id, Content content) {
        return "/%s/%s/%d/%d".formatted(kind.name().toLowerCase(), id, content.number(), content.size());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        byte[] bytes = new Content(Integer.parseInt(path[3]), Integer.parseInt(path[4])).bytes();
        Kind kind = Kind.valueOf(path[1].toUpperCase());
        if (kind == Kind.VOUCHED) {
            byte[] hash = HashAlgorithm.SHA512.newDigest().orElseThrow().digest(bytes);
            String field = "sha-512=:" + Base64.getEncoder().encodeToString(hash) + ":";
            exchange.getResponseHeaders().add("Repr-Digest", field);
        }
        exchange.sendResponseHeaders(200, kind == Kind.CHUNKED ? 0 : bytes.length == 0 ? -1 : bytes.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
