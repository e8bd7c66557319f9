package dev.glint.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The packaged application in a {@link FaultyWorld}. */
public final class FaultyApplication implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FaultyWorld world = new FaultyWorld();
    private final PackagedApplication application;

    /** The application for all tests of this process that can share one. It ends with the process. */
    private static final class Shared {

        static final FaultyApplication INSTANCE = new FaultyApplication(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close));
        }
    }

    /** Starts an application with additional or changed configuration. */
    public FaultyApplication(Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(world.configuration());
        configuration.putAll(more);
        application = new PackagedApplication(configuration);
    }

    public static FaultyApplication shared() {
        return Shared.INSTANCE;
    }

    public FaultyWorld world() {
        return world;
    }

    public Functions functions() {
        return application.functions();
    }

    /** The log so far. */
    public List<String> log() {
        return application.log();
    }

    /** Waits for a line of the log that contains all these words. */
    public String awaitLogged(String... words) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            for (String line : log()) {
                if (Arrays.stream(words).allMatch(line::contains)) {
                    return line;
                }
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("Not logged: " + String.join(", ", words));
    }

    @Override
    public void close() {
        application.close();
        world.close();
    }
}
