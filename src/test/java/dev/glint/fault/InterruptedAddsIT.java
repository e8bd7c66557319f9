package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glint.testing.Await;
import dev.glint.testing.MachineSpeed;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.TwoFacedS3Proxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The packaged application is interrupted while an endless add has parts in S3. */
@Execution(ExecutionMode.CONCURRENT)
class InterruptedAddsIT {

    private static final String BUCKET = "interrupted";

    private TwoFacedS3Proxy realS3;
    private PlainS3 s3;
    private HttpServer endlessSource;
    private PackagedApplication application;
    private String body;

    @BeforeEach
    void start() throws IOException {
        realS3 = new TwoFacedS3Proxy();
        s3 = new PlainS3(realS3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
        s3.client().createBucket(request -> request.bucket(BUCKET));
        endlessSource = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endlessSource.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "endless source");
            thread.setDaemon(true);
            return thread;
        }));
        endlessSource.createContext("/", InterruptedAddsIT::sendWithoutEnd);
        endlessSource.start();
        int port = endlessSource.getAddress().getPort();
        body = "{\"imageId\": \"endless\", \"source\": \"http://127.0.0.1:" + port + "/\"}";
        Map<String, String> configuration = new HashMap<>(realS3.configuration(BUCKET));
        configuration.putAll(Map.of(
                "s3.store.part-size", "5M",
                // The only upload is that of the image.
                "s3.store.conditional-writes", "put,complete",
                "image.source.allowed-schemes", "http",
                "image.source.allowed-ports", "" + port,
                "image.source.allow-private-addresses", "true",
                "quarkus.shutdown.timeout",
                        MachineSpeed.scaled(Duration.ofSeconds(8)).toString()));
        application = new PackagedApplication(configuration);
    }

    @AfterEach
    void stop() {
        application.process().destroyForcibly();
        endlessSource.stop(0);
        s3.close();
        realS3.close();
    }

    @Test
    void addOfAClientThatLeavesIsRemoved() throws IOException {
        URI uri = application.functions().base();
        try (Socket client = new Socket(uri.getHost(), uri.getPort())) {
            String request =
                    "POST /add HTTP/1.1\r\nHost: glint\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            awaitParts();
        }
        await(() -> s3.unfinishedUploads().isEmpty());
        assertEquals(List.of(), s3.keys());
    }

    @Test
    void stoppedProcessLeavesNothing() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        application.functions().base().resolve("/add"))
                .version(Version.HTTP_1_1)
                .POST(BodyPublishers.ofString(body))
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
        awaitParts();
        application.process().destroy();

        assertEquals(503, answer.join().statusCode());
        assertTrue(answer.join().body().contains("shutting down"), answer.join().body());
        assertTrue(application.process().waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, application.process().exitValue());
        assertEquals(List.of(), s3.unfinishedUploads());
        assertEquals(List.of(), s3.keys());
    }

    /** A killed process cannot clean up. The lifecycle rule of the bucket removes the upload. */
    @Test
    void killedProcessLeavesNoObject() throws InterruptedException {
        CompletableFuture.runAsync(() -> application.functions().post("add", body));
        awaitParts();
        application.process().destroyForcibly().waitFor();

        assertEquals(List.of("endless"), s3.unfinishedUploads());
        assertEquals(List.of(), s3.keys());
    }

    private void awaitParts() {
        await(() -> s3.client().listMultipartUploads(request -> request.bucket(BUCKET)).uploads().stream()
                .anyMatch(upload -> !s3.client()
                        .listParts(request ->
                                request.bucket(BUCKET).key(upload.key()).uploadId(upload.uploadId()))
                        .parts()
                        .isEmpty()));
    }

    private static void await(BooleanSupplier condition) {
        Await.until(condition, "It does not come to that.");
    }

    private static void sendWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            byte[] some = new byte[256 * 1024];
            while (true) {
                out.write(some);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
            }
        }
    }
}
