package dev.glint.transport;

import dev.glint.testing.FaultyWorld;
import dev.glint.testing.LambdaFunction;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/** The packaged function with an S3 server and a source that can be made to fail, and a bucket into which others upload. */
final class LambdaWorld implements AutoCloseable {

    static final String UPLOADS = "uploads";

    private final FaultyWorld faults = new FaultyWorld();
    private final Map<String, String> configuration;
    private final Map<String, LambdaFunction> functions = new HashMap<>();

    LambdaWorld() {
        configuration = new HashMap<>(faults.configuration());
        configuration.put("s3.store.allowed-buckets", UPLOADS + "," + FaultyWorld.BUCKET);
        configuration.put("s3.store.external-host", faults.realS3().uri().toString());
        configuration.put("image.source.read-timeout", "PT30S");
        faults.plainS3().client().createBucket(request -> request.bucket(UPLOADS));
    }

    FaultyWorld faults() {
        return faults;
    }

    Map<String, String> configuration() {
        return Map.copyOf(configuration);
    }

    /** The deployment that exports a function; all tests share it. */
    LambdaFunction exporting(String function) {
        return functions.computeIfAbsent(function, name -> {
            Map<String, String> exported = new HashMap<>(configuration);
            exported.put("quarkus.funqy.export", name);
            return new LambdaFunction(exported);
        });
    }

    void upload(String key, byte[] content) {
        faults.plainS3()
                .client()
                .putObject(request -> request.bucket(UPLOADS).key(key), RequestBody.fromBytes(content));
    }

    /** Reads an image, and removes it from the bucket. */
    byte[] take(String id) {
        return faults.plainS3().take(id);
    }

    void assertNothingIsLeft() {
        faults.plainS3().assertEmptyAndClean();
    }

    @Override
    public void close() {
        functions.values().forEach(LambdaFunction::close);
        faults.close();
    }
}
