package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Digests;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.ServerKind;
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
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Many callers that add one id at the same time, with two independent instances before a server of some kind. */
final class Race implements AutoCloseable {

    static final int CALLERS = 64;
    static final int PART = 5 * 1024 * 1024;

    private static final String BUCKET = "races";

    private final TwoFacedS3Proxy s3 = new TwoFacedS3Proxy();
    private final FaultProxy proxy = new FaultProxy(s3.uri(), s3.trustingUri());
    private final SourceServer source = new SourceServer();
    private final ExecutorService calls = Executors.newFixedThreadPool(CALLERS);
    private final List<PackagedApplication> instances = new ArrayList<>();
    private final String sourceUrl;
    private final PlainS3 plainS3 =
            new PlainS3(s3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);

    Race(ServerKind kind) {
        kind.play(proxy);
        plainS3.client().createBucket(request -> request.bucket(BUCKET));
        Map<String, String> configuration = new HashMap<>(source.start());
        sourceUrl = configuration.get("test.source.url");
        configuration.putAll(s3.configuration(BUCKET));
        if (kind != ServerKind.HONOURS_BOTH) {
            configuration.put("s3.store.host", proxy.uri().toString());
        }
        configuration.put("s3.store.part-size", "5M");
        // 64 images at once are a heavy load for one small server.
        configuration.put("s3.store.deadline", "PT8M");
        instances.add(new PackagedApplication(configuration));
        instances.add(new PackagedApplication(configuration));
    }

    /** Asserts that one of all callers wins, that its bytes are stored, and that nothing else is left. */
    void run(String id, IntUnaryOperator sizes) {
        race(id, caller -> urlOf(sizes.applyAsInt(caller)));
    }

    /** The same; {@code copying} callers let S3 copy an image. */
    void runCopying(String id, int copying) {
        byte[] bytes = SourceServer.bytes(PART + 1);
        plainS3.write("original", bytes, Digests.properties(bytes));
        String location = instances
                .get(0)
                .functions()
                .call("get-size", "imageId", "original")
                .text("location");
        race(id, caller -> caller < copying ? location : urlOf(100_000 + caller));
    }

    private String urlOf(int size) {
        return sourceUrl + "/bytes/" + size;
    }

    private void race(String id, IntFunction<String> sources) {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<CompletableFuture<Answer>> racing = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            PackagedApplication instance = instances.get(caller % instances.size());
            String image = sources.apply(caller);
            racing.add(CompletableFuture.supplyAsync(
                    () -> {
                        await(start);
                        return instance.functions().call("add", "imageId", id, "source", image);
                    },
                    calls));
        }
        List<Answer> answers = racing.stream().map(CompletableFuture::join).toList();

        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertEquals(1, winners.size(), () -> "winners: " + winners);
        answers.stream().filter(answer -> answer.status() != 200).forEach(Outcome.DUPLICATE::check);
        int winnersSize = winners.get(0).json().path("size").asInt();
        assertArrayEquals(SourceServer.bytes(winnersSize), plainS3.take(id));
        plainS3.remove("original");
        plainS3.assertEmptyAndClean();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        instances.forEach(PackagedApplication::close);
        calls.shutdownNow();
        source.stop();
        proxy.close();
        plainS3.close();
        s3.close();
    }
}
