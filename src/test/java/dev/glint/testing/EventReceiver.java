package dev.glint.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A sink of events on the loopback interface. It keeps what it gets, and answers 202 or what a test says. */
public final class EventReceiver implements AutoCloseable {

    /** An event as it came, with the names of its headers in lower case. */
    public record Received(Map<String, String> headers, String body) {

        public String attribute(String name) {
            return headers.get("ce-" + name);
        }
    }

    /** Answers one event. */
    @FunctionalInterface
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Reply reply = status(202);

    public EventReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    exchange.getRequestHeaders().entrySet().stream()
                            .collect(Collectors.toMap(
                                    header -> header.getKey().toLowerCase(),
                                    header -> String.join(",", header.getValue()))),
                    body));
            reply.to(exchange);
        }
    }

    public static Reply status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    public static Reply answer(int status, String body) {
        return exchange -> {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        };
    }

    /** The first replies fail, the others do not. */
    public static Reply failing(int times, int status) {
        int[] left = {times};
        return exchange -> status(left[0]-- > 0 ? status : 202).to(exchange);
    }

    /** Never answers. */
    public Reply hanging() {
        return exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    public void reply(Reply next) {
        reply = next;
    }

    /** What has come since the last call. */
    public List<Received> take() {
        List<Received> events = List.copyOf(received);
        received.clear();
        return events;
    }

    /** What has come since the last call of the image with this id. */
    public List<Received> take(String imageId) {
        List<Received> events = received.stream()
                .filter(event -> imageId.equals(event.attribute("subject")))
                .toList();
        received.removeAll(events);
        return events;
    }

    public int count() {
        return received.size();
    }

    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/news";
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
