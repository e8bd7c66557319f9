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
        Map<String, String> configuration = server.configuration("https://" + HOST + ":" + server.securePort());
        configuration.putAll(Map.of(
                "s3.store.external-host",
                "http://127.0.0.1:" + server.port(),
                "s3.store.cacert",
                Certificates.pem(HOST).toString(),
                "s3.store.bucket-url-format",
                "path",
                "s3.store.create-bucket-on-put",
                "true"));
        return configuration;
    }

    @Override
    public void stop() {
        server.close();
    }
}
