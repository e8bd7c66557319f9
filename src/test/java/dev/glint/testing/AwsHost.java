package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A store at a host of AWS, by its name, with TLS. Presigned URLs lead to the same server over plain http. */
public final class AwsHost implements QuarkusTestResourceLifecycleManager {

    /** Its address is in {@code src/test/resources/hosts}. */
    private static final String HOST = "s3.eu-west-1.amazonaws.com";

    private OwnS3Proxy server;

    @Override
    public Map<String, String> start() {
        server = OwnS3Proxy.named(HOST);
        return Map.of(
                "s3.store.host",
                "https://" + HOST + ":" + server.securePort(),
                "s3.store.external-host",
                "http://127.0.0.1:" + server.port(),
                "s3.store.bucket",
                "images",
                "s3.store.access-key",
                OwnS3Proxy.ACCESS_KEY,
                "s3.store.secret-key",
                OwnS3Proxy.SECRET_KEY,
                "s3.store.cacert",
                Certificates.pem(HOST).toString(),
                "s3.store.bucket-url-format",
                "path",
                "s3.store.create-bucket-on-put",
                "true");
    }

    @Override
    public void stop() {
        server.close();
    }
}
