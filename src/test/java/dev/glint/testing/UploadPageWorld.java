package dev.glint.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The servers for the tests of the upload page, which are not written in Java: the packaged application and an S3 server, both with
 * CORS for the page. Images over 16 MiB are uploaded in parts of 5 MiB. The servers run until standard input ends.
 */
public final class UploadPageWorld {

    private static final String BUCKET = "images";

    private UploadPageWorld() {}

    /**
     * Writes one line of JSON when all servers run: the addresses of the {@code functions}, of the {@code store}, and of the
     * {@code inventory}, which answers with the ids in the bucket and, below the path of one, its digest; below {@code /tokens/},
     * it signs claims.
     *
     * @param arguments the origin of the page; the address, {@code host:port}, at which it reaches the store; {@code tokens} if the
     *     functions demand them
     */
    public static void main(String[] arguments) throws IOException {
        String origin = arguments[0];
        String externalHost = arguments[1];
        TokenIssuer issuer = new TokenIssuer();
        Map<String, String> rules = issuer.start();
        try (OwnS3Proxy store = OwnS3Proxy.forPagesOf(origin);
                PlainS3 bucket = bucket(store);
                PackagedApplication application = new PackagedApplication(
                        configuration(store, externalHost, origin, arguments.length > 2 ? rules : Map.of()))) {
            HttpServer inventory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            inventory.createContext("/", exchange -> answer(exchange, bucket));
            inventory.createContext("/tokens/", exchange -> send(exchange, token(exchange, issuer.key())));
            inventory.start();
            System.out.println(json(Map.of(
                    "functions",
                    application.uri(),
                    "store",
                    "http://127.0.0.1:" + store.port(),
                    "inventory",
                    "http://127.0.0.1:" + inventory.getAddress().getPort())));
            while (System.in.read() >= 0) {
                // The input has no content; its end is the signal to stop.
            }
            inventory.stop(0);
        } finally {
            issuer.stop();
        }
    }

    private static Map<String, String> configuration(
            OwnS3Proxy store, String externalHost, String origin, Map<String, String> rules) {
        Map<String, String> configuration = new HashMap<>(rules);
        configuration.putAll(Map.of(
                "s3.store.host",
                "127.0.0.1:" + store.port(),
                "s3.store.external-host",
                externalHost,
                "s3.store.bucket",
                BUCKET,
                "s3.store.access-key",
                OwnS3Proxy.ACCESS_KEY,
                "s3.store.secret-key",
                OwnS3Proxy.SECRET_KEY,
                "s3.store.part-size",
                "5M",
                "s3.store.presigned.multipart-threshold",
                "16M",
                "quarkus.http.cors.origins",
                origin));
        return configuration;
    }

    private static PlainS3 bucket(OwnS3Proxy store) {
        URI uri = URI.create("http://127.0.0.1:" + store.port());
        PlainS3 bucket = new PlainS3(uri, OwnS3Proxy.ACCESS_KEY, OwnS3Proxy.SECRET_KEY, BUCKET);
        bucket.client().createBucket(request -> request.bucket(BUCKET));
        return bucket;
    }

    private static void answer(HttpExchange exchange, PlainS3 bucket) throws IOException {
        String key = exchange.getRequestURI().getPath().substring(1);
        Map<String, ?> answer = key.isEmpty()
                ? Map.of("objects", bucket.keys(), "uploads", bucket.unfinishedUploads())
                : Map.of("sha256", Digests.sha256(bucket.read(key)));
        send(exchange, json(answer));
    }

    private static String token(HttpExchange exchange, SigningKey key) throws IOException {
        Map<?, ?> more = new ObjectMapper().readValue(exchange.getRequestBody(), Map.class);
        return key.sign(
                SigningKey.claims(claims -> more.forEach((name, value) -> claims.setClaim((String) name, value))));
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String json(Map<String, ?> value) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(value);
    }
}
