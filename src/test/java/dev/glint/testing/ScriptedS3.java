package dev.glint.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers every request with the same S3 error. */
public final class ScriptedS3 implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    public ScriptedS3(int port, int status, String code) throws IOException {
        byte[] error = ("<?xml version=\"1.0\"?><Error><Code>" + code
                        + "</Code><Message>Told to say so</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            answer(exchange, status, error);
        });
        server.start();
    }

    public int requests() {
        return requests.get();
    }

    private static void answer(HttpExchange exchange, int status, byte[] error) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean body = !exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body ? error.length : -1);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            if (body) {
                out.write(error);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
