package dev.glint.testing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packaged application in a {@link FaultyWorld}. */
public final class FaultyApplication implements AutoCloseable {

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
        Await.until(() -> logged(words).isPresent(), "Not logged: " + String.join(", ", words));
        return logged(words).orElseThrow();
    }

    private Optional<String> logged(String... words) {
        return log().stream()
                .filter(line -> Arrays.stream(words).allMatch(line::contains))
                .findFirst();
    }

    @Override
    public void close() {
        application.close();
        world.close();
    }
}
