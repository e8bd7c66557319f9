package dev.glint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Await;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.Signals;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a process tells of itself when a signal asks. */
@Execution(ExecutionMode.CONCURRENT)
class DumpsIT {

    private static final int ENDED_BY_USR1 = 128 + 10;

    private final Signals signals = new Signals();
    private final PackagedApplication application = new PackagedApplication(
            Map.of("s3.store.host", "127.0.0.1:1", "s3.store.bucket", "bucket", "s3.store.deadline", "PT1S"));

    @AfterEach
    void stop() {
        application.close();
        signals.close();
    }

    @Test
    void threadsArePrinted() {
        signals.send("QUIT", application.process());
        Await.until(
                () -> application.log().stream().anyMatch(line -> line.startsWith("Full thread dump")),
                "no threads are printed");
    }

    /** It has keys in it. Executables can be built so that they write it at this signal, which ends any other process. */
    @Test
    void heapIsNotWritten() {
        signals.send("USR1", application.process());
        Await.until(() -> !application.process().isAlive(), "the signal is taken");
        assertEquals(ENDED_BY_USR1, application.process().exitValue());
    }
}
