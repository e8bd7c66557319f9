package dev.glint.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on a free port of the loopback interface that records its requests. */
final class Site implements AutoCloseable {

    record Request(String uri, Headers headers) {}

    @FunctionalInterface
    interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    Site() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The URL of a path on this site, with a host name or an address of the site. */
    String url(String host, String path) {
        return "http://" + host + ":" + port() + path;
    }

    List<Request> requests() {
        return requests;
    }

    /** Adds a page at a path and all paths below it. */
    Site with(String path, Page page) {
        server.createContext(path, exchange -> {
            requests.add(new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
            try (exchange) {
                page.answer(exchange);
            }
        });
        return this;
    }

    /** Adds a page that answers with a status, and with a header unless its value is null. */
    Site with(String path, int status, String header, String value) {
        return with(path, exchange -> {
            if (value != null) {
                exchange.getResponseHeaders().add(header, value);
            }
            exchange.sendResponseHeaders(status, -1);
        });
    }

    Site with(String path, byte[] bytes) {
        return with(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
