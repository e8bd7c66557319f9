package dev.glint.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * An HTTP/1.1 client that also reads an early response: while the request is still being sent, or if the server closes the
 * connection before it has read the whole request. {@code java.net.http} loses such a response.
 *
 * <p>Each request has a connection of its own. A request that {@linkplain HttpRequest#expectContinue() expects} 100-continue sends
 * its body only when the server asks for it, so no response is lost when the server refuses it.
 */
public final class EarlyResponseClient {

    private static final int PATIENCE_MILLIS = 300_000;

    private static final ExecutorService SENDERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "request body");
        thread.setDaemon(true);
        return thread;
    });

    private EarlyResponseClient() {}

    /** Makes a request; fails with an {@link UncheckedIOException} unless a whole response comes back. */
    public static HttpResponse<byte[]> send(HttpRequest request) {
        HttpMessage response = exchange(request);
        return new SimpleResponse<>(request, response, response.body());
    }

    /** Like {@link #send}, with the body as UTF-8 text. */
    public static HttpResponse<String> sendForText(HttpRequest request) {
        HttpMessage response = exchange(request);
        return new SimpleResponse<>(request, response, new String(response.body(), UTF_8));
    }

    private static HttpMessage exchange(HttpRequest request) {
        HttpMessage message = message(request);
        URI uri = request.uri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            socket.getOutputStream().write(message.head());
            HttpMessage head = request.expectContinue() ? readHead(in) : null;
            if (head == null || isInterim(head)) {
                SENDERS.execute(() -> sendBody(socket, message));
            }
            while (head == null || isInterim(head)) {
                head = readHead(in);
            }
            return withBody(request, head, in);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + uri.getPath(), e);
        }
    }

    private static void sendBody(Socket socket, HttpMessage message) {
        try {
            socket.getOutputStream().write(message.framedBody());
        } catch (IOException e) {
            // The server does not read the rest; its response says why.
        }
    }

    private static HttpMessage readHead(InputStream in) throws IOException {
        return HttpMessage.readHead(in).orElseThrow(() -> new EOFException("The server did not respond."));
    }

    private static boolean isInterim(HttpMessage head) {
        return head.startLine().matches("\\S+ 1\\d\\d( .*)?");
    }

    private static HttpMessage withBody(HttpRequest request, HttpMessage head, InputStream in) throws IOException {
        if (request.method().equals("HEAD") || head.startLine().matches("\\S+ (204|304)( .*)?")) {
            return head;
        }
        byte[] body = head.readBody(in);
        boolean isCut = head.header("Content-Length")
                .filter(length -> Integer.parseInt(length) > body.length)
                .isPresent();
        if (isCut) {
            throw new EOFException("The response broke off.");
        }
        return head.with(body);
    }

    private static HttpMessage message(HttpRequest request) {
        URI uri = request.uri();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        List<String> headers = new ArrayList<>(List.of("Host: " + uri.getHost() + ":" + uri.getPort()));
        request.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(name + ": " + value)));
        if (request.expectContinue()) {
            headers.add("Expect: 100-continue");
        }
        HttpMessage head = new HttpMessage(request.method() + " " + path + query + " HTTP/1.1", headers);
        return request.bodyPublisher()
                .map(publisher -> withBody(head, publisher))
                .orElse(head);
    }

    private static HttpMessage withBody(HttpMessage head, BodyPublisher publisher) {
        long length = publisher.contentLength();
        HttpMessage framed = length < 0
                ? head.with("Transfer-Encoding", "chunked")
                : head.with("Content-Length", Long.toString(length));
        return framed.with(bytes(publisher));
    }

    private static byte[] bytes(BodyPublisher publisher) {
        BodySubscriber<byte[]> all = BodySubscribers.ofByteArray();
        publisher.subscribe(new Subscriber<>() {

            @Override
            public void onSubscribe(Subscription subscription) {
                all.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer item) {
                all.onNext(List.of(item));
            }

            @Override
            public void onError(Throwable failure) {
                all.onError(failure);
            }

            @Override
            public void onComplete() {
                all.onComplete();
            }
        });
        return all.getBody().toCompletableFuture().join();
    }
}
