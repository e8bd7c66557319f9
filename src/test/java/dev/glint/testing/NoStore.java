package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;

/** A store at an address without a server, until a test starts one, and with short timeouts. */
public class NoStore implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        int port = FreePort.find();
        return Map.of(
                "s3.store.host",
                "127.0.0.1:" + port,
                "s3.store.bucket",
                "missing",
                "s3.store.access-key",
                OwnS3Proxy.ACCESS_KEY,
                "s3.store.secret-key",
                OwnS3Proxy.SECRET_KEY,
                "s3.store.deadline",
                MachineSpeed.scaled(Duration.ofSeconds(2)).toString(),
                "test.store.port",
                Integer.toString(port));
    }

    @Override
    public void stop() {}
}
