package dev.glint.fault;

import static dev.glint.testing.S3Operation.GET_TAGS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.ImageFaults;
import dev.glint.testing.MachineSpeed;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.PlainS3;
import dev.glint.testing.S3Mock;
import dev.glint.testing.SourceServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Tests with S3Mock, since S3Proxy has no tags, and a versioned bucket. In those, S3Mock lets no id be added again that was deleted.
 */
abstract class TagFaultSuite {

    /** Written in two parts. */
    static final int SIZE = 6 << 20;

    static final String HASH = Digests.sha512(SourceServer.bytes(SIZE));
    static final byte[] SMALL = SourceServer.bytes(1000);

    private static final String BUCKET = "tagged-" + UUID.randomUUID();

    private static Map<String, String> mock;
    private static SourceServer source;
    private static Map<String, String> ofSource;
    private static FaultProxy proxy;
    private static Running running;
    static PlainS3 plainS3;

    final String id = UUID.randomUUID().toString();
    final String otherId = id + "-other";
    final Running application = running;
    final ImageFaults s3 = proxy.about(id);

    /** The application that tests share. */
    record Running(PackagedApplication process) {

        Functions functions() {
            return process.functions();
        }

        void awaitLogged(String words) {
            await(() -> process.log().stream().anyMatch(line -> line.contains(words)), "not logged: " + words);
        }
    }

    @BeforeAll
    static void start() {
        mock = new S3Mock().start();
        URI server = URI.create("http://" + mock.get("s3.store.host"));
        proxy = new FaultProxy(server, server);
        source = new SourceServer();
        ofSource = source.start();
        plainS3 = new PlainS3(server, mock.get("s3.store.access-key"), mock.get("s3.store.secret-key"), BUCKET);
        plainS3.client().createBucket(request -> request.bucket(BUCKET));
        plainS3.client()
                .putBucketVersioning(request -> request.bucket(BUCKET)
                        .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
        running = new Running(new PackagedApplication(configuration()));
    }

    static Map<String, String> configuration() {
        Map<String, String> configuration = new HashMap<>(mock);
        configuration.putAll(ofSource);
        configuration.putAll(Map.of(
                "s3.store.host",
                proxy.uri().toString(),
                "s3.store.bucket",
                BUCKET,
                "s3.store.part-size",
                "5M",
                "s3.store.deadline",
                MachineSpeed.scaled(Duration.ofSeconds(6)).toString()));
        return configuration;
    }

    @AfterEach
    void clear() {
        s3.clear();
        s3.awaitQuiet();
        proxy.forget(s3);
        plainS3.remove(id);
        plainS3.remove(otherId);
    }

    @AfterAll
    static void stop() {
        running.process().close();
        proxy.close();
        source.stop();
        plainS3.close();
    }

    Answer addAs(String key) {
        return addAs(key, application.functions(), id);
    }

    Answer addAs(String key, Functions functions, String imageId) {
        String url = ofSource.get("test.source.url") + "/bytes/" + SIZE;
        return functions.callAs(key, "add", "imageId", imageId, "source", url);
    }

    /** Uploads a small image directly, but does not finish it. */
    void upload() {
        JsonNode presigned = application
                .functions()
                .call("get-presigned", "imageId", id, "operation", "upload", "size", SMALL.length)
                .ok()
                .json();
        assertEquals(200, PlainHttp.put(presigned, SMALL).statusCode());
    }

    Answer finish() {
        return application.functions().call("add", "imageId", id, "upload", Map.of());
    }

    Answer size() {
        return application
                .functions()
                .call("get-size", "imageId", id, "digests", true)
                .ok();
    }

    /** The hash that {@code get-size} tells, or an empty string. */
    String hashInSize() {
        return size().json().path("hash").asText();
    }

    void awaitTags() {
        await(() -> s3.count(GET_TAGS) > 0, "tags are not asked for");
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
