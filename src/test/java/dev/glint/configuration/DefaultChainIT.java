package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.TwoFacedS3Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Without configured keys the store uses the default credentials chain of AWS, as every AWS tool does. */
@Execution(ExecutionMode.CONCURRENT)
class DefaultChainIT {

    private static final String BUCKET = "surroundings";

    private TwoFacedS3Proxy realS3;
    private PlainS3 s3;

    @BeforeEach
    void start() {
        realS3 = new TwoFacedS3Proxy();
        s3 = new PlainS3(realS3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
        s3.client().createBucket(request -> request.bucket(BUCKET));
    }

    @AfterEach
    void stop() {
        s3.close();
        realS3.close();
    }

    @Test
    void keysComeFromTheDefaultChain() {
        Map<String, String> keys = Map.of(
                "aws.accessKeyId", TwoFacedS3Proxy.ACCESS_KEY, "aws.secretAccessKey", TwoFacedS3Proxy.SECRET_KEY);
        try (PackagedApplication application = application(keys)) {
            application
                    .functions()
                    .call("add", "imageId", "hello", "data", "aGVsbG8=")
                    .ok();
            String url = application
                    .functions()
                    .call("get-presigned", "imageId", "hello")
                    .ok()
                    .text("url");
            assertTrue(url.contains(TwoFacedS3Proxy.ACCESS_KEY), "signed with those keys");
            assertEquals(List.of("hello"), s3.keys());
        }
    }

    @Test
    void answerSaysThatThereAreNoKeys() {
        Map<String, String> nowhere = Map.of(
                "aws.disableEc2Metadata", "true",
                "aws.configFile", "/dev/null",
                "aws.sharedCredentialsFile", "/dev/null");
        try (PackagedApplication application = application(nowhere)) {
            String sentence = application
                    .functions()
                    .call("add", "imageId", "hello", "data", "aGVsbG8=")
                    .problem(500, "bad-store-configuration");
            assertTrue(sentence.contains("s3.store.access-key"), sentence);
        }
    }

    private PackagedApplication application(Map<String, String> surroundings) {
        Map<String, String> configuration = new HashMap<>(surroundings);
        configuration.put("s3.store.host", realS3.uri().toString());
        configuration.put("s3.store.bucket", BUCKET);
        return new PackagedApplication(configuration);
    }
}
