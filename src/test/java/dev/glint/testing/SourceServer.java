package dev.glint.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glint.format.EditedImage;
import dev.glint.image.HashAlgorithm;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web server with images, on a free port of the loopback interface; its address is the configuration key {@code
 * test.source.url}. What it answers is in the path: {@code /bytes/<n>} with a length, {@code /chunked/<n>} without one, {@code /vouched/<n>} with a digest, {@code
 * /ranges/<n>} whole or in ranges, {@code /short/<n>} breaks off one byte early, {@code /status/<code>}, {@code /redirect/<code>/<target>} with the rest of the request
 * line as the target. In place of {@code <n>} there can be {@code <image>/<edits>}, as {@link EditedImage} takes them, or
 * {@code <compression>/<n>}. {@code /text/<text>/<times>} answers with a text, {@code /chunked-text} without its length, {@code
 * /cut-text} one byte short. {@code /unsafe/<key>} begins with an unsafe head, and
 * goes on until the client hangs up; whether it has done so, {@code /hung-up/<key>} tells.
 */
public final class SourceServer implements QuarkusTestResourceLifecycleManager {

    private static final Map<Integer, byte[]> CONTENTS = new ConcurrentHashMap<>();

    private static final Map<String, byte[]> PACKED = new ConcurrentHashMap<>();

    /** More than a client reads that stops at the head. */
    private static final int MOST_OF_UNSAFE = 64 << 20;

    private static final Set<String> HUNG_UP = ConcurrentHashMap.newKeySet();

    private HttpServer server;
    private ExecutorService executor;

    /** The bytes of the image with {@code count} bytes on the server. */
    public static byte[] bytes(int count) {
        return CONTENTS.computeIfAbsent(count, number -> {
                    byte[] bytes = new byte[number];
                    new Random(number).nextBytes(bytes);
                    return bytes;
                })
                .clone();
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        executor = Executors.newCachedThreadPool();
        server.setExecutor(executor);
        server.createContext("/", SourceServer::answer);
        server.start();
        int port = server.getAddress().getPort();
        return Map.of(
                "test.source.url",
                "http://127.0.0.1:" + port,
                "image.source.allowed-schemes",
                "http,https",
                "image.source.allowed-ports",
                "80,443," + port,
                "image.source.allow-private-addresses",
                "true");
    }

    @Override
    public void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getRawPath().split("/", 4);
        String argument = path[2];
        switch (path[1]) {
            case "bytes" -> {
                byte[] body = image(path);
                send(exchange, body, body.length == 0 ? -1 : body.length);
            }
            case "chunked" -> send(exchange, image(path), 0);
            case "vouched" -> {
                byte[] body = image(path);
                byte[] hash = HashAlgorithm.SHA512.newDigest().orElseThrow().digest(body);
                String field = "sha-512=:" + Base64.getEncoder().encodeToString(hash) + ":";
                exchange.getResponseHeaders().add("Repr-Digest", field);
                send(exchange, body, body.length);
            }
            case "ranges" -> sendRange(exchange, image(path));
            case "unsafe" -> sendUnsafe(exchange, argument);
            case "hung-up" -> {
                exchange.sendResponseHeaders(HUNG_UP.contains(argument) ? 200 : 404, -1);
                exchange.close();
            }
            case "text", "chunked-text", "cut-text" -> {
                String text = URLDecoder.decode(argument, StandardCharsets.UTF_8);
                byte[] body = text.repeat(path.length > 3 ? Integer.parseInt(path[3]) : 1)
                        .getBytes(StandardCharsets.UTF_8);
                boolean isChunked = path[1].equals("chunked-text") || body.length == 0;
                send(exchange, body, isChunked ? 0 : path[1].equals("text") ? body.length : body.length + 1);
            }
            case "short" -> send(exchange, bytes(Integer.parseInt(argument) - 1), Long.parseLong(argument));
            case "redirect" -> {
                String query = exchange.getRequestURI().getRawQuery();
                exchange.getResponseHeaders().add("Location", path[3] + (query == null ? "" : "?" + query));
                exchange.sendResponseHeaders(Integer.parseInt(argument), -1);
                exchange.close();
            }
            default -> {
                exchange.sendResponseHeaders(Integer.parseInt(argument), -1);
                exchange.close();
            }
        }
    }

    private static byte[] image(String[] path) {
        if (path.length > 3 && Packed.KINDS.contains(path[2].replaceFirst("-.*", ""))) {
            byte[] bytes = bytes(Integer.parseInt(path[3]));
            return PACKED.computeIfAbsent(path[2] + path[3], key -> Packed.quickly(path[2], bytes));
        }
        return path.length > 3
                ? EditedImage.of(path[2], URLDecoder.decode(path[3], StandardCharsets.UTF_8))
                : bytes(Integer.parseInt(path[2]));
    }

    private static void sendUnsafe(HttpExchange exchange, String key) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] chunk = EditedImage.of("qcow2", "8=0000000000000070 ; grow 65536");
        try (exchange) {
            for (int sent = 0; sent < MOST_OF_UNSAFE; sent += chunk.length) {
                exchange.getResponseBody().write(chunk);
            }
        } catch (IOException e) {
            HUNG_UP.add(key);
        }
    }

    private static void sendRange(HttpExchange exchange, byte[] image) throws IOException {
        exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
        exchange.getResponseHeaders().add("ETag", "\"" + image.length + "\"");
        String asked = exchange.getRequestHeaders().getFirst("Range");
        if (asked == null) {
            send(exchange, image, image.length);
            return;
        }
        String[] range = asked.split("[=-]");
        byte[] part = Arrays.copyOfRange(image, Integer.parseInt(range[1]), Integer.parseInt(range[2]) + 1);
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes %s-%s/%d".formatted(range[1], range[2], image.length));
        exchange.sendResponseHeaders(206, part.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(part);
        }
    }

    /** A length of 0 sends no Content-Length, -1 an empty body. */
    private static void send(HttpExchange exchange, byte[] body, long length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
