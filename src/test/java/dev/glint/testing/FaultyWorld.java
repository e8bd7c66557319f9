package dev.glint.testing;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A real S3 server and a {@link SourceServer}, each behind a {@link FaultProxy}, for an application with short deadlines and small
 * parts. Tests can share it; each test has a {@link Share}.
 */
public final class FaultyWorld implements AutoCloseable {

    public static final String BUCKET = "faults";
    /** Long enough for requests on two cores that run other tests too. */
    public static final Duration DEADLINE = MachineSpeed.scaled(Duration.ofSeconds(6));

    private static final int WARM_UP_SIZE = 6_000_000;

    private final TwoFacedS3Proxy realS3 = new TwoFacedS3Proxy();
    private final PlainS3 plainS3 =
            new PlainS3(realS3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
    private final FaultProxy s3 = new FaultProxy(realS3.uri(), realS3.trustingUri());
    private final SourceServer realSource = new SourceServer();
    private final FaultProxy source;
    private final Map<String, String> configuration;

    public FaultyWorld() {
        plainS3.client().createBucket(request -> request.bucket(BUCKET));
        warmUp();
        configuration = new HashMap<>(realSource.start());
        URI sourceUri = URI.create(configuration.get("test.source.url"));
        source = new FaultProxy(sourceUri, sourceUri);
        configuration.put("image.source.allowed-ports", "" + source.port());
        configuration.put(
                "image.source.read-timeout",
                MachineSpeed.scaled(Duration.ofSeconds(2)).toString());
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
                DEADLINE.toString()));
    }

    /** The first requests to a server take too long for a short deadline. */
    private void warmUp() {
        byte[] bytes = SourceServer.bytes(WARM_UP_SIZE);
        plainS3.write("warm-up", bytes);
        plainS3.writeInParts("warm-up", bytes, WARM_UP_SIZE);
        plainS3.remove("warm-up");
    }

    /** The configuration of an application that uses these servers. */
    public Map<String, String> configuration() {
        return Map.copyOf(configuration);
    }

    /** The faults and objects of images whose ids begin with {@code id}. */
    public Share share(String id) {
        return new Share(id);
    }

    /** The proxy before S3, for all requests. */
    public FaultProxy s3() {
        return s3;
    }

    /** The proxy before the source, for all requests. */
    public FaultProxy source() {
        return source;
    }

    public TwoFacedS3Proxy realS3() {
        return realS3;
    }

    /** Direct access to S3 without faults. */
    public PlainS3 plainS3() {
        return plainS3;
    }

    @Override
    public void close() {
        s3.close();
        source.close();
        realSource.stop();
        plainS3.close();
        realS3.close();
    }

    /** The view of one test: requests to S3 that name its images, and requests for their sources. */
    public final class Share implements AutoCloseable {

        private final String id;
        private final ImageFaults ofS3;
        private final Faults ofSource;

        private Share(String id) {
            this.id = id;
            ofS3 = s3.about(id);
            ofSource = source.about(id);
        }

        public String id() {
            return id;
        }

        /** The rules before S3. Requests that list uploads name only the bucket, and belong to an image by their prefix. */
        public Faults s3() {
            return ofS3;
        }

        /** The rules before the source. */
        public Faults source() {
            return ofSource;
        }

        public URI sourceUri() {
            return source.uri();
        }

        /** The URL of an image at the {@link SourceServer}, by kind and size. */
        public String sourceUrl(String kind, int size) {
            return sourceUri() + "/" + kind + "/" + size + "?" + id;
        }

        /** The URL of one of {@link dev.glint.format.EditedImage} at the {@link SourceServer}. */
        public String composedUrl(String kind, String image, String edits) {
            return sourceUri() + "/" + kind + "/" + image + "/" + URLEncoder.encode(edits, StandardCharsets.UTF_8) + "?"
                    + id;
        }

        /** The location of an object, at the address of the proxy. */
        public String location(String key) {
            return "s3://127.0.0.1:" + s3.port() + "/" + BUCKET + "/" + key;
        }

        /** Direct access to S3 without faults, limited to these images. */
        public PlainS3 plainS3() {
            return plainS3.about(ofS3::isNamedIn);
        }

        /** Removes all faults, and asserts that no object and no unfinished upload is left. */
        @Override
        public void close() {
            ofS3.clear();
            ofSource.clear();
            ofS3.awaitQuiet();
            s3.forget(ofS3);
            source.forget(ofSource);
            plainS3().assertEmptyAndClean();
        }
    }
}
