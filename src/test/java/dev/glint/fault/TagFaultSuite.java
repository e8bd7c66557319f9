package dev.glint.fault;

import static dev.glint.testing.S3Operation.GET_TAGS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Await;
import dev.glint.testing.Digests;
import dev.glint.testing.EventReceiver;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.ImageFaults;
import dev.glint.testing.MachineSpeed;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.PlainS3;
import dev.glint.testing.S3Mock;
import dev.glint.testing.Sequential;
import dev.glint.testing.Signer;
import dev.glint.testing.SourceServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/**
 * Tests with S3Mock, since S3Proxy has no tags, and a versioned bucket. In those, S3Mock lets no id be added again that was deleted.
 */
@Sequential
abstract class TagFaultSuite {

    /** Written in two parts. */
    static final int SIZE = 6 << 20;

    static final String HASH = Digests.sha512(SourceServer.bytes(SIZE));
    static final byte[] SMALL = SourceServer.bytes(1000);

    /** Has the key {@code vendor} in the configuration. */
    static final Signer VENDOR = new Signer("EC 256");

    /** Is told of the images of all tests. */
    static final EventReceiver SINK = new EventReceiver();

    /** A bucket from which images may be copied. */
    static final String IMPORTS = "imports-" + UUID.randomUUID();

    private static final World WORLD = new World();

    static final PlainS3 plainS3 = WORLD.plainS3;

    final String id = UUID.randomUUID().toString();
    final String otherId = id + "-other";
    final Running application = WORLD.running;
    final ImageFaults s3 = WORLD.proxy.about(id);

    /** The application that tests share. */
    record Running(PackagedApplication process) {

        Functions functions() {
            return process.functions();
        }

        void awaitLogged(String words) {
            Await.until(() -> process.log().stream().anyMatch(line -> line.contains(words)), "not logged: " + words);
        }
    }

    /** The servers and the application for all tests of this process. They end with it. */
    private static final class World {

        private static final String BUCKET = "tagged-" + UUID.randomUUID();

        private final Map<String, String> configuration = new HashMap<>(new S3Mock().start());
        private final FaultProxy proxy;
        private final PlainS3 plainS3;
        private final String sourceUrl;
        private final Running running;

        private World() {
            URI server = URI.create("http://" + configuration.get("s3.store.host"));
            proxy = new FaultProxy(server, server);
            configuration.putAll(new SourceServer().start());
            sourceUrl = configuration.get("test.source.url");
            plainS3 = new PlainS3(
                    server, configuration.get("s3.store.access-key"), configuration.get("s3.store.secret-key"), BUCKET);
            plainS3.client().createBucket(request -> request.bucket(BUCKET));
            plainS3.client().createBucket(request -> request.bucket(IMPORTS));
            plainS3.client()
                    .putBucketVersioning(request -> request.bucket(BUCKET)
                            .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
            configuration.putAll(Map.of(
                    "s3.store.host",
                    proxy.uri().toString(),
                    "s3.store.bucket",
                    BUCKET,
                    "s3.store.allowed-buckets",
                    IMPORTS,
                    "glint.events.sink",
                    SINK.uri(),
                    "s3.store.part-size",
                    "5M",
                    "s3.store.presigned.multipart-threshold",
                    "16M",
                    "s3.store.deadline",
                    MachineSpeed.scaled(Duration.ofSeconds(6)).toString(),
                    "image.trust.vendor.public-key",
                    VENDOR.publicPem()));
            running = new Running(new PackagedApplication(configuration));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> running.process().close()));
        }
    }

    /** The configuration of another application with the same servers. */
    static Map<String, String> configuration() {
        return Map.copyOf(WORLD.configuration);
    }

    @AfterEach
    void clear() {
        s3.clear();
        s3.awaitQuiet();
        WORLD.proxy.forget(s3);
        SINK.take(id);
        removeVersions();
    }

    /** Removes all versions of the images of a test. The other id begins with the id. */
    private void removeVersions() {
        ListObjectVersionsResponse found = plainS3.client()
                .listObjectVersions(request -> request.bucket(plainS3.bucket()).prefix(id));
        found.versions().forEach(version -> removeVersion(version.key(), version.versionId()));
        found.deleteMarkers().forEach(marker -> removeVersion(marker.key(), marker.versionId()));
    }

    private static void removeVersion(String key, String version) {
        plainS3.client()
                .deleteObject(
                        request -> request.bucket(plainS3.bucket()).key(key).versionId(version));
    }

    Answer addAs(String key) {
        return addAs(key, application.functions(), id);
    }

    Answer addAs(String key, Functions functions, String imageId) {
        return functions.callAs(key, "add", "imageId", imageId, "source", sourceUrl(SIZE));
    }

    /** The faults of requests that have this in their path, until the process ends. */
    static ImageFaults faultsAbout(String text) {
        return WORLD.proxy.about(text);
    }

    /** The location of an image, at the address of the proxy. */
    static String locationOf(String key) {
        return "s3://127.0.0.1:" + WORLD.proxy.port() + "/" + World.BUCKET + "/" + key;
    }

    /** The URL of an image of this size. */
    static String sourceUrl(int size) {
        return WORLD.sourceUrl + "/bytes/" + size;
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
        Await.until(() -> s3.count(GET_TAGS) > 0, "tags are not asked for");
    }
}
