package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An application between two {@link FaultProxy}s: one before a real S3 server, one before a {@link SourceServer}. Its deadlines
 * are short, its parts small. {@code @Faults} fields of a test are given this, to break things with.
 */
public final class FaultyWorld implements QuarkusTestResourceLifecycleManager {

    public static final String BUCKET = "faults";
    public static final Duration DEADLINE = MachineSpeed.scaled(Duration.ofSeconds(3));

    /** All tests of this profile share one start of the application. */
    public static class Profile implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FaultyWorld.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    /** A start of its own, for tests after which the application knows something of S3 that is not so for others. */
    public static final class ProfileApart extends Profile {}

    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Faults {}

    private RealS3 realS3;
    private FaultProxy s3;
    private SourceServer realSource;
    private FaultProxy source;

    @Override
    public Map<String, String> start() {
        realS3 = new RealS3();
        try (PlainS3 plain = plainS3()) {
            plain.client().createBucket(request -> request.bucket(BUCKET));
            warmUp(plain.client());
        }
        s3 = new FaultProxy(realS3.uri(), realS3.trustingUri());
        realSource = new SourceServer();
        Map<String, String> configuration = new HashMap<>(realSource.start());
        URI sourceUri = URI.create(configuration.get("test.source.url"));
        source = new FaultProxy(sourceUri, sourceUri);
        configuration.merge("image.source.allowed-ports", "" + source.port(), (ports, port) -> ports + "," + port);
        configuration.putAll(realS3.configuration(BUCKET));
        configuration.putAll(Map.of(
                "s3.store.host",
                s3.uri().toString(),
                "s3.store.allowed-hosts",
                realS3.uri().toString(),
                "s3.store.presigned.multipart-threshold",
                "5M",
                "s3.store.create-bucket-on-put",
                "true",
                "s3.store.part-size",
                "5M",
                "s3.store.deadline",
                DEADLINE.toString(),
                "image.source.read-timeout",
                MachineSpeed.scaled(Duration.ofSeconds(2)).toString()));
        return configuration;
    }

    /** The first requests to a server take longer than the patience that is left of a short deadline. */
    private static void warmUp(S3Client client) {
        String key = "warm-up";
        RequestBody body = RequestBody.fromBytes(SourceServer.bytes(6_000_000));
        client.putObject(request -> request.bucket(BUCKET).key(key), body);
        String uploadId = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key(key))
                .uploadId();
        String etag = client.uploadPart(
                        request -> request.bucket(BUCKET)
                                .key(key)
                                .uploadId(uploadId)
                                .partNumber(1),
                        body)
                .eTag();
        client.completeMultipartUpload(request -> request.bucket(BUCKET)
                .key(key)
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(
                        CompletedPart.builder().partNumber(1).eTag(etag).build())));
        client.deleteObject(request -> request.bucket(BUCKET).key(key));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.AnnotatedAndMatchesType(Faults.class, FaultyWorld.class));
    }

    /** Before S3. */
    public FaultProxy s3() {
        return s3;
    }

    /** Before the source. */
    public FaultProxy source() {
        return source;
    }

    /** A look at S3 past all faults. */
    public PlainS3 plainS3() {
        return new PlainS3(realS3.uri(), RealS3.ACCESS_KEY, RealS3.SECRET_KEY, BUCKET);
    }

    public RealS3 realS3() {
        return realS3;
    }

    @Override
    public void stop() {
        s3.close();
        source.close();
        realSource.stop();
        realS3.close();
    }
}
