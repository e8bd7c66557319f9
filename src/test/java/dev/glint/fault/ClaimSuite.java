package dev.glint.fault;

import static dev.glint.testing.Fault.beforeReply;
import static dev.glint.testing.Fault.resetBeforeBody;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Await;
import dev.glint.testing.Fault;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.Faults;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.S3Operation;
import dev.glint.testing.ServerKind;
import dev.glint.testing.Signals;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An instance that holds a claim, behind a proxy of its own, and another one that adds the same id. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
abstract class ClaimSuite {

    private static final String BUCKET = "claims";
    static final int OURS = 5 * 1024 * 1024 + 1;
    static final int THEIRS = OURS + 1;

    private static final TwoFacedS3Proxy S3 = new TwoFacedS3Proxy();
    private static final PlainS3 PLAIN =
            new PlainS3(S3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
    private static final FaultProxy OTHERS_PROXY = new FaultProxy(S3.uri(), S3.trustingUri());
    private static final SourceServer SOURCE = new SourceServer();
    private static final Signals SIGNALS = new Signals();
    private static final Executor CALLS = Executors.newCachedThreadPool();
    private static Map<String, String> configuration;
    static PackagedApplication other;

    final String id = UUID.randomUUID().toString();
    final FaultProxy proxy = new FaultProxy(S3.uri(), S3.trustingUri());
    final Faults claim = proxy.about(".glint/");
    PackagedApplication holder;

    @BeforeAll
    static void startOther() {
        PLAIN.client().createBucket(request -> request.bucket(BUCKET));
        configuration = new HashMap<>(SOURCE.start());
        configuration.putAll(S3.configuration(BUCKET));
        configuration.put("s3.store.part-size", "5M");
        configuration.put("s3.store.deadline", FaultyWorld.DEADLINE.toString());
        configuration.put("s3.store.presigned.multipart-threshold", "5M");
        ServerKind.IGNORES_COMPLETE.play(OTHERS_PROXY);
        other = start(OTHERS_PROXY);
    }

    private static PackagedApplication start(FaultProxy proxy) {
        Map<String, String> own = new HashMap<>(configuration);
        own.put("s3.store.host", proxy.uri().toString());
        PackagedApplication application = new PackagedApplication(own);
        // After that the server is known.
        String warmUp = UUID.randomUUID().toString();
        application.functions().call("add", "imageId", warmUp, "data", "AAEC").ok();
        PLAIN.remove(warmUp);
        return application;
    }

    void startHolder() {
        ServerKind.IGNORES_COMPLETE.play(proxy);
        holder = start(proxy);
    }

    @AfterEach
    void stopHolder() {
        resume();
        holder.process().destroyForcibly();
        proxy.close();
    }

    @AfterAll
    static void stop() {
        other.close();
        OTHERS_PROXY.close();
        SIGNALS.close();
        SOURCE.stop();
        PLAIN.assertEmptyAndClean();
        PLAIN.close();
        S3.close();
    }

    Answer add(PackagedApplication instance, int size) {
        String source = configuration.get("test.source.url") + "/bytes/" + size;
        return instance.functions().call("add", "imageId", id, "source", source);
    }

    CompletableFuture<Answer> begin(PackagedApplication instance, int size) {
        return CompletableFuture.supplyAsync(() -> add(instance, size), CALLS);
    }

    void at(S3Operation operation, int number, boolean handled, Runnable event) {
        boolean ofClaim = operation == S3Operation.PUT_OBJECT || operation == S3Operation.DELETE_OBJECT;
        Faults concerned = ofClaim ? claim : proxy.about(id);
        Fault fault = handled ? beforeReply(event) : resetBeforeBody().after(event);
        concerned.on(operation).nth(number, fault);
    }

    void pause() {
        SIGNALS.stop(holder.process());
    }

    void resume() {
        if (holder.process().isAlive()) {
            SIGNALS.resume(holder.process());
        }
    }

    void assertStored(int size) {
        assertArrayEquals(SourceServer.bytes(size), PLAIN.take(id));
    }

    /** Keys and uploads that belong to this test. */
    private List<String> left() {
        return Stream.concat(
                        PLAIN.keys().stream(),
                        PLAIN.unfinishedUploads().stream().map(key -> "upload of " + key))
                .filter(key -> !key.equals(id) && key.contains(id) || key.startsWith(".glint/successor/"))
                .toList();
    }

    /** What could not be removed at once may be removed a little later. */
    void awaitNothingLeft() {
        Await.within(FaultyWorld.DEADLINE.multipliedBy(2), () -> left().isEmpty());
        assertEquals(List.of(), left());
    }

    /** The lifecycle rule removes what a killed process leaves. */
    void removeLeft() {
        PLAIN.unfinishedUploads(id).forEach(upload -> PLAIN.abort(id, upload));
        left().forEach(key -> {
            assertTrue(key.startsWith(".glint/"), key);
            PLAIN.remove(key);
        });
    }
}
