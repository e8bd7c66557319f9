package dev.glint.fault;

import static dev.glint.testing.SlowFaults.stall;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Await;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.MachineSpeed;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.RawHttp;
import dev.glint.testing.Sequential;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many concurrent calls on an instance with a heap of 64 MiB and 8 worker threads. Adds use at most 4 of the threads. */
@Timeout(600)
@Sequential
class ScarceResourcesIT {

    private static final String BUCKET = "scarce";
    private static final int CALLERS = 16;
    private static final int ADDS_AT_ONCE = 4;
    private static final byte[] LARGEST_DATA = SourceServer.bytes(4 << 20);
    private static final TwoFacedS3Proxy S3 = new TwoFacedS3Proxy();
    private static final PlainS3 BUCKET_VIEW =
            new PlainS3(S3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
    private static final SourceServer SOURCE = new SourceServer();
    private static final ExecutorService CALLS = Executors.newCachedThreadPool();
    private static FaultProxy slowSource;
    private static PackagedApplication application;

    @BeforeAll
    static void start() {
        BUCKET_VIEW.client().createBucket(request -> request.bucket(BUCKET));
        Map<String, String> configuration = new HashMap<>(SOURCE.start());
        URI source = URI.create(configuration.get("test.source.url"));
        slowSource = new FaultProxy(source, source);
        configuration.put("image.source.allowed-ports", "" + slowSource.port());
        configuration.putAll(S3.configuration(BUCKET));
        configuration.put("quarkus.thread-pool.max-threads", "" + 2 * ADDS_AT_ONCE);
        configuration.put("quarkus.http.read-timeout", seconds(3));
        configuration.put("s3.store.deadline", seconds(5));
        application = new PackagedApplication(configuration, line -> {}, "-Xmx64m", "-XX:+UseSerialGC");
    }

    private static String seconds(int count) {
        return MachineSpeed.scaled(Duration.ofSeconds(count)).toString();
    }

    @AfterEach
    void theInstanceWorks() {
        slowSource.clear();
        application.awaitReady();
        add("last", LARGEST_DATA).ok();
        BUCKET_VIEW.remove("last");
        BUCKET_VIEW.assertEmptyAndClean();
    }

    @AfterAll
    static void stop() {
        application.close();
        CALLS.shutdownNow();
        slowSource.close();
        SOURCE.stop();
        BUCKET_VIEW.close();
        S3.close();
    }

    @Test
    void inlineImagesAreStoredOrRefusedWithRetryAfter() {
        List<Answer> answers = atOnce(caller -> add("image-" + caller, LARGEST_DATA));
        for (int caller = 0; caller < CALLERS; caller++) {
            String id = "image-" + caller;
            Answer answer = answers.get(caller);
            while (answer.status() != 200) {
                answer.problem(503, "store-unavailable");
                assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
                answer = add(id, LARGEST_DATA);
            }
            assertArrayEquals(LARGEST_DATA, BUCKET_VIEW.take(id));
        }
    }

    /** Each pair of braces would be an object in a parsed tree. */
    @ParameterizedTest
    @ValueSource(strings = {"add", "get-size", "get-presigned", "delete"})
    void largeBodiesOfEmptyObjectsAreRefused(String function) {
        String body = "[" + "{},".repeat(3_300_000) + "{}]";
        for (Answer answer : atOnce(caller -> application.functions().post(function, body))) {
            switch (answer.status()) {
                case 413 -> answer.problem(413, "too-large");
                case 503 -> answer.problem(503, "store-unavailable");
                default -> answer.problem(400, "invalid-request");
            }
        }
    }

    @Test
    void slowSourcesLeaveThreadsForOthers() {
        slowSource.onAny().always(stall());
        List<CompletableFuture<Answer>> adds = IntStream.range(0, CALLERS)
                .mapToObj(caller -> later(() -> addFromSource("slow-" + caller)))
                .toList();
        slowSource.awaitRequests(ADDS_AT_ONCE);
        for (int call = 0; call < CALLERS; call++) {
            application.functions().call("get-size", "imageId", "none").ok();
            assertEquals(200, application.functions().get("q/health/live").status());
        }
        adds.stream()
                .filter(CompletableFuture::isDone)
                .forEach(add -> add.join().problem(503, "store-unavailable"));
        end(adds);
    }

    @Test
    void clientThatLeavesWhileItsCallWaitsForAThreadIsNoticed() {
        slowSource.onAny().always(stall());
        List<CompletableFuture<Answer>> adds = IntStream.range(0, ADDS_AT_ONCE)
                .mapToObj(caller -> later(() -> addFromSource("slow-" + caller)))
                .toList();
        slowSource.awaitRequests(ADDS_AT_ONCE);
        try (RawHttp client = new RawHttp(application.uri())) {
            String body = "{\"imageId\": \"waiting\", \"source\": \"" + source() + "\"}";
            client.send(RawHttp.post("/add", body, "Host: glint", "Idempotency-Key: waits"));
            // A request that is answered after it shows that it has been read.
            application.functions().call("get-size", "imageId", "none").ok();
        }
        Await.until(
                () -> application.log().stream().anyMatch(line -> line.contains("request waits: The client has gone.")),
                "nobody notices");
        end(adds);
    }

    /** Lets the source answer. Each add requests it again, or fails. */
    private static void end(List<CompletableFuture<Answer>> adds) {
        slowSource.clear();
        for (CompletableFuture<Answer> add : adds) {
            Answer answer = add.join();
            if (answer.status() == 200) {
                BUCKET_VIEW.remove(answer.text("imageId"));
            }
        }
    }

    @Test
    void callWithoutItsBodyIsRefused() {
        String head = "POST /add HTTP/1.1\r\nHost: glint\r\nContent-Length: 100\r\n\r\n{";
        String answer = RawHttp.answer(application.uri(), head);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("The body did not come within"), answer);
    }

    private static List<Answer> atOnce(IntFunction<Answer> call) {
        List<CompletableFuture<Answer>> calls = IntStream.range(0, CALLERS)
                .mapToObj(caller -> later(() -> call.apply(caller)))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static CompletableFuture<Answer> later(Supplier<Answer> call) {
        return CompletableFuture.supplyAsync(call, CALLS);
    }

    private static Answer add(String id, byte[] bytes) {
        return application
                .functions()
                .call("add", "imageId", id, "data", Base64.getEncoder().encodeToString(bytes));
    }

    private static Answer addFromSource(String id) {
        return application.functions().call("add", "imageId", id, "source", source());
    }

    private static String source() {
        return slowSource.uri() + "/bytes/5";
    }
}
