package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Sequential;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers add the same id at the same time, with two independent instances. */
@Timeout(600)
@Sequential
class RacesIT {

    private static final int CALLERS = 64;
    private static final int PART = 5 * 1024 * 1024;
    private static final String BUCKET = "races";

    private static final TwoFacedS3Proxy S3 = new TwoFacedS3Proxy();
    private static final SourceServer SOURCE = new SourceServer();
    private static final ExecutorService CALLS = Executors.newFixedThreadPool(CALLERS);
    private static final List<PackagedApplication> INSTANCES = new ArrayList<>();
    private static String sourceUrl;
    private static PlainS3 plainS3;

    @BeforeAll
    static void start() {
        plainS3 = new PlainS3(S3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
        plainS3.client().createBucket(request -> request.bucket(BUCKET));
        Map<String, String> configuration = new HashMap<>(SOURCE.start());
        sourceUrl = configuration.get("test.source.url");
        configuration.putAll(S3.configuration(BUCKET));
        configuration.put("s3.store.part-size", "5M");
        // 64 images at once are a heavy load for one small server.
        configuration.put("s3.store.deadline", "PT8M");
        INSTANCES.add(new PackagedApplication(configuration));
        INSTANCES.add(new PackagedApplication(configuration));
    }

    @AfterAll
    static void stop() {
        INSTANCES.forEach(PackagedApplication::close);
        CALLS.shutdownNow();
        SOURCE.stop();
        plainS3.close();
        S3.close();
    }

    /** {@code size}: the size of the first caller's image; each other image has one byte more than the one before. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, PART + 1})
    void onlyOneOfManyCallersWins(int size) {
        String id = "wanted-" + size;
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            PackagedApplication instance = INSTANCES.get(caller % INSTANCES.size());
            String source = sourceUrl + "/bytes/" + (size + caller);
            calls.add(CompletableFuture.supplyAsync(
                    () -> {
                        await(start);
                        return instance.functions().call("add", "imageId", id, "source", source);
                    },
                    CALLS));
        }
        List<Answer> answers = calls.stream().map(CompletableFuture::join).toList();

        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertEquals(1, winners.size(), () -> "winners: " + winners);
        answers.stream().filter(answer -> answer.status() != 200).forEach(Outcome.DUPLICATE::check);
        int winnersSize = winners.get(0).json().path("size").asInt();
        assertArrayEquals(SourceServer.bytes(winnersSize), plainS3.read(id));
        plainS3.client().deleteObject(request -> request.bucket(BUCKET).key(id));
        plainS3.assertEmptyAndClean();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
