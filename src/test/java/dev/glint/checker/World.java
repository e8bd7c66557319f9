package dev.glint.checker;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultProxy;
import dev.glint.testing.PlainS3;
import dev.glint.testing.TwoFacedS3Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The servers of a run: a real S3 server and a source, each behind a proxy with {@link Chaos}, and the application that uses them.
 */
final class World implements AutoCloseable {

    /** Objects that always exist, for adds from a location. */
    static final String SOURCE = "source";

    static final String SOURCE_IN_PARTS = "source-in-parts";
    static final Content SOURCE_CONTENT = new Content(-1, 300_000);
    static final Content SOURCE_IN_PARTS_CONTENT = new Content(-2, 6_000_000);

    static final int PART_SIZE = 5 * 1024 * 1024;

    private static final String BUCKET = "checker";

    private final TwoFacedS3Proxy realS3 = new TwoFacedS3Proxy();
    private final ContentServer contents = new ContentServer();
    private final FaultProxy s3;
    private final FaultProxy source;
    private final PlainS3 plainS3;
    private final Traffic traffic = new Traffic();
    private final Chaos chaos;
    private final Instances instances;

    World(long seed) {
        this(seed, Chaos::fault, Map.of());
    }

    /** {@code s3Fault}: the faults of requests to S3. */
    World(long seed, Function<Chaos, Fault> s3Fault, Map<String, String> more) {
        plainS3 = new PlainS3(realS3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
        plainS3.client().createBucket(request -> request.bucket(BUCKET));
        plainS3.write(SOURCE, SOURCE_CONTENT.bytes());
        plainS3.writeInParts(SOURCE_IN_PARTS, SOURCE_IN_PARTS_CONTENT.bytes(), PART_SIZE);
        chaos = new Chaos(seed, traffic);
        s3 = new FaultProxy(realS3.uri(), realS3.trustingUri());
        s3.onAny().always(s3Fault.apply(chaos));
        source = new FaultProxy(contents.uri(), contents.uri());
        source.onAny().always(chaos.fault());
        Map<String, String> configuration = new HashMap<>(realS3.configuration(BUCKET));
        configuration.putAll(Map.of(
                "s3.store.host", s3.uri().toString(),
                "s3.store.part-size", "5M",
                "s3.store.presigned.multipart-threshold", "5M",
                "s3.store.deadline", "PT10S",
                "image.source.allowed-schemes", "http",
                "image.source.allowed-ports", "" + source.port(),
                "image.source.allow-private-addresses", "true",
                "image.source.read-timeout", "PT2S",
                "quarkus.shutdown.timeout", "12S"));
        configuration.putAll(more);
        instances = new Instances(configuration);
    }

    String location(String key) {
        return "s3://127.0.0.1:" + s3.port() + "/" + BUCKET + "/" + key;
    }

    String sourceUrl(ContentServer.Kind kind, String id, Content content) {
        return source.uri() + ContentServer.path(kind, id, content);
    }

    PlainS3 plainS3() {
        return plainS3;
    }

    TwoFacedS3Proxy realS3() {
        return realS3;
    }

    Traffic traffic() {
        return traffic;
    }

    Chaos chaos() {
        return chaos;
    }

    Instances instances() {
        return instances;
    }

    /** The number of connections of the application and the clients to S3 and to the source. */
    int connections() {
        return s3.connections() + source.connections();
    }

    @Override
    public void close() {
        instances.close();
        s3.close();
        source.close();
        contents.close();
        plainS3.close();
        realS3.close();
    }
}
