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

    /** One for all tests that can share it, in this process; it ends with this. */
    private static final class Shared {

        static final FaultyApplication INSTANCE = new FaultyApplication(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close));
        }
    }

    /** With more configuration, or other. */
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

    /** What it has logged so far. */
    public List<String> log() {
        return application.log();
    }

    /** Waits for a line of the log that has all these words in it. */
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
