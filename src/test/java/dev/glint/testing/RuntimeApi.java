package dev.glint.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The runtime API of Lambda: it gives a function the next event, and takes its result.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">the runtime API</a>
 */
public final class RuntimeApi implements AutoCloseable {

    private static final String BASE = "/2018-06-01/runtime/";
    private static final long PATIENCE_SECONDS = 300;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Result>> results = new ConcurrentHashMap<>();
    private final CompletableFuture<Result> initError = new CompletableFuture<>();

    private record Event(String requestId, String body, Duration timeout) {}

    /**
     * The result of an invocation.
     *
     * @param isError whether the invocation failed; then the body is the error object of Lambda
     */
    public record Result(boolean isError, String body) {}

    public RuntimeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(executor);
        server.createContext(BASE + "invocation/next", this::next);
        server.createContext(BASE + "invocation/", this::result);
        server.createContext(BASE + "init/error", this::refusal);
        server.start();
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Invokes the function, and waits for the result. */
    public Result invoke(String requestId, String event, Duration timeout) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        initError.thenAccept(result::complete);
        results.put(requestId, result);
        waiting.add(new Event(requestId, event, timeout));
        return result.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** What the function reports if it cannot start. */
    CompletableFuture<Result> initError() {
        return initError;
    }

    private void next(HttpExchange exchange) throws IOException {
        try (exchange) {
            Event event = waiting.take();
            long deadline = Instant.now().plus(event.timeout()).toEpochMilli();
            exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", event.requestId());
            exchange.getResponseHeaders().add("Lambda-Runtime-Deadline-Ms", "" + deadline);
            exchange.getResponseHeaders()
                    .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:glint");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] body = event.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void result(HttpExchange exchange) throws IOException {
        String[] rest = exchange.getRequestURI()
                .getPath()
                .substring((BASE + "invocation/").length())
                .split("/");
        accept(exchange, results.remove(rest[0]), rest[1].equals("error"));
    }

    private void refusal(HttpExchange exchange) throws IOException {
        accept(exchange, initError, true);
    }

    private static void accept(HttpExchange exchange, CompletableFuture<Result> result, boolean isError)
            throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, -1);
            result.complete(new Result(isError, body));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
