package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.MachineSpeed;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.TwoFacedS3Proxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The packaged application is stopped as an orchestrator does it, except that it is not process 1 here. {@link InterruptedAddsIT}
 * has calls that do not end in time.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ShutdownIT {

    private static final String BUCKET = "shutdown";
    private static final int SIZE = 1_000_000;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch allowed = new CountDownLatch(1);
    private TwoFacedS3Proxy realS3;
    private PlainS3 s3;
    private HttpServer source;
    private PackagedApplication application;

    @BeforeEach
    void start() throws IOException {
        realS3 = new TwoFacedS3Proxy();
        s3 = new PlainS3(realS3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
        s3.client().createBucket(request -> request.bucket(BUCKET));
        source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        source.createContext("/", this::sendWhenAllowed);
        source.start();
        Map<String, String> configuration = new HashMap<>(realS3.configuration(BUCKET));
        configuration.putAll(Map.of(
                "image.source.allowed-schemes",
                "http",
                "image.source.allowed-ports",
                "" + source.getAddress().getPort(),
                "image.source.allow-private-addresses",
                "true",
                "quarkus.shutdown.delay",
                MachineSpeed.scaled(Duration.ofSeconds(8)).toString()));
        application = new PackagedApplication(configuration);
    }

    @AfterEach
    void stop() {
        application.process().destroyForcibly();
        source.stop(0);
        s3.close();
        realS3.close();
    }

    @Test
    void readinessGoesDownAndCallsGoOn() throws InterruptedException {
        Functions functions = application.functions();
        application.awaitReady();
        String url = "http://127.0.0.1:" + source.getAddress().getPort() + "/";
        CompletableFuture<Answer> slow =
                CompletableFuture.supplyAsync(() -> functions.call("add", "imageId", "slow", "source", url));
        asked.await();
        application.process().destroy();

        while (ready(functions).status() == 200) {
            Thread.sleep(20);
        }
        assertEquals(503, ready(functions).status());
        functions.get("q/health/live").ok();
        functions.call("add", "imageId", "late", "data", "AAEC").ok();
        allowed.countDown();
        assertEquals(SIZE, slow.join().ok().json().path("size").asInt());
        assertExits();
        assertEquals(List.of("late", "slow"), s3.keys());
    }

    @Test
    void idleApplicationExits() throws InterruptedException {
        application.process().destroy();
        assertExits();
    }

    private void assertExits() throws InterruptedException {
        assertTrue(application.process().waitFor(120, TimeUnit.SECONDS), "It goes on.");
        assertEquals(0, application.process().exitValue());
    }

    private static Answer ready(Functions functions) {
        return functions.get("q/health/ready");
    }

    private void sendWhenAllowed(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, SIZE);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(new byte[SIZE / 2]);
            out.flush();
            asked.countDown();
            allowed.await();
            out.write(new byte[SIZE - SIZE / 2]);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
