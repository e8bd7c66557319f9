package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A store with its bucket in the host name, and with parts staged on disk. The bucket does not exist yet. Two more services are
 * allowed, but do not work: one has an untrusted certificate, and one has no server.
 */
public final class VirtualHosts implements QuarkusTestResourceLifecycleManager {

    private OwnS3Proxy server;

    @Override
    public Map<String, String> start() {
        server = OwnS3Proxy.withVirtualHosts();
        String untrusted = "localhost:" + server.securePort();
        String closed = "127.0.0.1:" + FreePort.find();
        Map<String, String> configuration = server.configuration("http://localhost:" + server.port());
        configuration.putAll(Map.of(
                "s3.store.bucket-url-format",
                "virtual",
                "s3.store.create-bucket-on-put",
                "true",
                "s3.store.object-buffer-dir",
                partsDirectory().toString(),
                "s3.store.allowed-hosts",
                "https://" + untrusted + "," + closed,
                "test.untrusted",
                untrusted,
                "test.closed",
                closed));
        return configuration;
    }

    private static Path partsDirectory() {
        try {
            return Files.createDirectories(Path.of("target", "parts").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        server.close();
    }
}
