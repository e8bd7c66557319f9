package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Sequential;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many compressed sources at a time, on an instance with a heap of 64 MiB. Their dictionaries alone would take 130 MiB. */
@Timeout(600)
@Sequential
class CompressedAddsIT {

    private static final String BUCKET = "compressed";
    private static final int CALLERS = 16;
    private static final int SIZE = 9_000_000;
    private static final List<String> KINDS = List.of("xz-6", "zstd", "gzip", "xz-6");

    /** What {@code xz -9} makes of "hello". */
    private static final byte[] XZ_OF_64_MIB = HexFormat.of()
            .parseHex("fd377a585a000004e6d6b446020021011c00000010cf58cc01000468656c6c6f00000000b137b9dbe5da1e9b"
                    + "00011d05b82d80af1fb6f37d010000000004595a");

    private static final TwoFacedS3Proxy S3 = new TwoFacedS3Proxy();
    private static final PlainS3 BUCKET_VIEW =
            new PlainS3(S3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
    private static final SourceServer SOURCE = new SourceServer();
    private static final ExecutorService CALLS = Executors.newCachedThreadPool();
    private static PackagedApplication application;
    private static String source;

    @BeforeAll
    static void start() {
        BUCKET_VIEW.client().createBucket(request -> request.bucket(BUCKET));
        Map<String, String> configuration = new HashMap<>(SOURCE.start());
        source = configuration.get("test.source.url");
        configuration.putAll(S3.configuration(BUCKET));
        application = new PackagedApplication(configuration, line -> {}, "-Xmx64m", "-XX:+UseSerialGC");
    }

    @AfterAll
    static void stop() {
        application.close();
        CALLS.shutdownNow();
        SOURCE.stop();
        BUCKET_VIEW.assertEmptyAndClean();
        BUCKET_VIEW.close();
        S3.close();
    }

    @Test
    void imagesAreStoredOrRefusedWithRetryAfter() {
        List<CompletableFuture<Answer>> calls = IntStream.range(0, CALLERS)
                .mapToObj(caller -> CompletableFuture.supplyAsync(() -> add(caller), CALLS))
                .toList();
        byte[] image = SourceServer.bytes(SIZE);
        for (int caller = 0; caller < CALLERS; caller++) {
            Answer answer = calls.get(caller).join();
            while (answer.status() != 200) {
                answer.problem(503, "store-unavailable");
                assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
                answer = add(caller);
            }
            assertArrayEquals(image, BUCKET_VIEW.take("image-" + caller));
        }
        application.functions().call("get-size", "imageId", "none").ok();
    }

    @Test
    void dictionaryForWhichThereIsNoMemoryIsRefused() {
        BUCKET_VIEW.write("origin", XZ_OF_64_MIB);
        String location = "s3://" + S3.uri().getAuthority() + "/" + BUCKET + "/origin";
        String sentence = application
                .functions()
                .call("add", "imageId", "image", "source", location, "decompress", "xz")
                .problem(413, "too-large");
        assertTrue(sentence.contains("give the process more"), sentence);
        BUCKET_VIEW.remove("origin");
    }

    private static Answer add(int caller) {
        String from = source + "/bytes/" + KINDS.get(caller % KINDS.size()) + "/" + SIZE;
        return application.functions().call("add", "imageId", "image-" + caller, "source", from, "decompress", "auto");
    }
}
