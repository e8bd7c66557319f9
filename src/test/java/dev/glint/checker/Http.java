package dev.glint.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP calls of the clients to the application and to S3. Every wait has a limit. */
final class Http {

    /** After this time no answer will come, even on a slow machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** For requests of clients to S3, which meet faults too. */
    private static final Duration PATIENCE_WITH_S3 = Duration.ofSeconds(5);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    static Told call(Instance instance, Request request) throws InterruptedException {
        HttpRequest.Builder http = HttpRequest.newBuilder(
                        instance.application().uri().resolve(request.path()))
                .POST(BodyPublishers.ofString(request.body()));
        request.headers().forEach(http::header);
        try {
            HttpResponse<String> response = send(http.build(), BodyHandlers.ofString(), PATIENCE);
            return Answers.read(request, response.statusCode(), response.body());
        } catch (HttpTimeoutException e) {
            return Told.of(Told.Outcome.WRONG, "no answer within " + PATIENCE);
        } catch (ConnectException e) {
            return Told.of(Told.Outcome.SILENCE, "no connection");
        } catch (IOException e) {
            return Told.of(Told.Outcome.SILENCE, e.toString());
        }
    }

    /** Sends a whole call, and leaves without waiting for the answer. */
    static Told hangUp(Instance instance, Request request, long afterMillis) throws InterruptedException {
        URI uri = instance.application().uri();
        byte[] body = request.body().getBytes(UTF_8);
        StringBuilder head = new StringBuilder(
                "POST " + request.path() + " HTTP/1.1\r\nHost: glint\r\nContent-Length: " + body.length + "\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(UTF_8));
            socket.getOutputStream().write(body);
            Thread.sleep(afterMillis);
            return Told.of(Told.Outcome.SILENCE, "the client left");
        } catch (IOException e) {
            return Told.of(Told.Outcome.SILENCE, e.toString());
        }
    }

    /** PUTs bytes to a presigned URL with its headers; empty if there is no answer. */
    static Optional<HttpResponse<byte[]>> put(String url, Map<String, String> headers, byte[] bytes)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(bytes));
        headers.forEach((name, value) -> {
            if (!name.equals("Content-Length")) {
                request.header(name, value);
            }
        });
        return send(request);
    }

    static Optional<HttpResponse<byte[]>> get(String url) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private static Optional<HttpResponse<byte[]>> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return Optional.of(send(request.build(), BodyHandlers.ofByteArray(), PATIENCE_WITH_S3));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits for the whole answer; a timeout of the request would end with the headers. */
    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Duration patience)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = CLIENT.sendAsync(request, handler);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + patience);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        }
    }
}
