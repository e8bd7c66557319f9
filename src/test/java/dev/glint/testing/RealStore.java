package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real S3 server with an empty bucket, for tests of packaged applications, which have no embedded server. */
public final class RealStore implements QuarkusTestResourceLifecycleManager {

    private static final String BUCKET = "images";

    private TwoFacedS3Proxy s3;

    @Override
    public Map<String, String> start() {
        s3 = new TwoFacedS3Proxy();
        try (PlainS3 plain = new PlainS3(s3.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET)) {
            plain.client().createBucket(request -> request.bucket(BUCKET));
        }
        return s3.configuration(BUCKET);
    }

    @Override
    public void stop() {
        s3.close();
    }
}
