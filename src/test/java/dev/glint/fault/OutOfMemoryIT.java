package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.glint.testing.MemoryHog;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.TwoFacedS3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A process that has run out of memory ends, even without the JVM option for that. */
@Execution(ExecutionMode.CONCURRENT)
class OutOfMemoryIT {

    private static final int OUT_OF_MEMORY = 3;
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void processEndsWhenItIsOutOfMemory() throws IOException, InterruptedException {
        assumeFalse(PackagedApplication.isNative(), "the memory is taken by an agent, which an executable cannot load");
        Path signal = directory.resolve("take-all");
        String hog = MemoryHog.option(directory.resolve("hog.jar"), signal);
        try (TwoFacedS3Proxy s3 = new TwoFacedS3Proxy();
                PackagedApplication application = new PackagedApplication(
                        s3.configuration("none"), line -> {}, "-Xmx64m", "-XX:+UseSerialGC", hog)) {
            application.functions().call("get-size", "imageId", "none").ok();
            Files.createFile(signal);
            assertTrue(callsUntilEnd(application), () -> String.join("\n", application.log()));
            assertEquals(OUT_OF_MEMORY, application.process().exitValue());
        }
    }

    private static boolean callsUntilEnd(PackagedApplication application) throws InterruptedException {
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            if (application.process().waitFor(1, TimeUnit.SECONDS)) {
                return true;
            }
            Thread call = new Thread(() -> application.functions().call("get-size", "imageId", "none"));
            call.setUncaughtExceptionHandler((ended, unanswered) -> {});
            call.setDaemon(true);
            call.start();
        }
        return false;
    }
}
