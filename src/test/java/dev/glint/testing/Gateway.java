package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A store behind https, with a self-signed certificate and below a path. Clients reach it over http. A second bucket and more
 * services are allowed.
 */
public final class Gateway implements QuarkusTestResourceLifecycleManager {

    private OwnS3Proxy server;

    @Override
    public Map<String, String> start() {
        server = OwnS3Proxy.below("/storage");
        String plain = "http://127.0.0.1:" + server.port() + "/storage";
        for (String bucket : List.of("images", "allowed", "private")) {
            try (PlainS3 s3 = new PlainS3(URI.create(plain), OwnS3Proxy.ACCESS_KEY, OwnS3Proxy.SECRET_KEY, bucket)) {
                s3.client().createBucket(request -> request.bucket(bucket));
            }
        }
        Map<String, String> configuration =
                server.configuration("https://localhost:" + server.securePort() + "/storage/");
        configuration.putAll(Map.of(
                "s3.store.cacert",
                OwnS3Proxy.certificate().toString(),
                "s3.store.external-host",
                plain,
                "s3.store.allowed-hosts",
                plain + ",plain.example:80,https://Secure.example",
                "s3.store.allowed-buckets",
                "allowed",
                "test.plain",
                plain));
        return configuration;
    }

    @Override
    public void stop() {
        server.close();
    }
}
