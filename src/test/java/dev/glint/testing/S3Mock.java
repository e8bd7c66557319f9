package dev.glint.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Adobe's S3Mock as the S3 server of the store, in its own process, with its objects below {@code target}. All tests share it. */
public final class S3Mock implements QuarkusTestResourceLifecycleManager {

    private static final Path DIRECTORY = Path.of("target", "s3mock").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A system property, since several class loaders load this class in one process. */
    private static final String PORT = "glint.test.s3mock.port";

    @Override
    public Map<String, String> start() {
        synchronized (System.getProperties()) {
            if (System.getProperty(PORT) == null) {
                System.setProperty(PORT, Integer.toString(run()));
            }
        }
        return Map.of(
                "s3.store.host", "127.0.0.1:" + System.getProperty(PORT),
                "s3.store.bucket", "images",
                "s3.store.access-key", "mock",
                "s3.store.secret-key", "mock-secret");
    }

    /** Runs it until this process ends, and answers its port. */
    private static int run() {
        int port = FreePort.find();
        try {
            Path objects = ScratchDirectory.create("s3mock-objects");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Djava.io.tmpdir=" + ScratchDirectory.create("s3mock-temporary"),
                            "-jar",
                            DIRECTORY.resolve("s3mock-exec.jar").toString(),
                            "--server.address=127.0.0.1",
                            "--http.port=" + port,
                            // Its other services use random ports, which no test needs.
                            "--server.port=0",
                            "--vectors.http.port=0",
                            "--vectors.https.port=0",
                            "--com.adobe.testing.s3mock.store.root=" + objects,
                            "--com.adobe.testing.s3mock.store.initial-buckets=images")
                    .redirectErrorStream(true)
                    .redirectOutput(DIRECTORY.resolve("s3mock.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            await(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return port;
    }

    private static void await(Process process, int port) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!answers(port)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new IOException("S3Mock does not start; see target/s3mock/s3mock.log");
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void stop() {}
}
