package dev.glint.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged application, in its own process on a free port. */
public final class PackagedApplication implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final long PATIENCE_SECONDS = 300;
    private static final int MOST_LINES = 10_000;
    /** The directory of the tested build, or of the default build. */
    private static final String DIRECTORY = System.getProperty("application.directory", "target/quarkus-app");

    private static final String EXECUTABLE = System.getProperty("native.image.path", "none");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Options of a short-lived JVM, for which the optimizing compiler does not pay off. */
    static final String[] SHORT_LIVED = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};

    /** Reads no log. {@link ClassArchive} cannot have it: other threads cannot call what is in that class before it is ready. */
    static final Consumer<String> NOBODY = line -> {};

    private final Process process;
    private final URI uri;
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>(MOST_LINES);
    private final Consumer<String> logReader;

    public PackagedApplication(Map<String, String> configuration) {
        this(configuration, Map.of());
    }

    /** Starts the application with environment variables besides those of the tests. */
    public PackagedApplication(Map<String, String> configuration, Map<String, String> environment) {
        this(configuration, environment, NOBODY, ClassArchive.besides(SHORT_LIVED));
    }

    /** {@code logReader} gets each line of output. Of the JVM's {@code options} a native executable takes the heap size only. */
    public PackagedApplication(Map<String, String> configuration, Consumer<String> logReader, String... options) {
        this(configuration, Map.of(), logReader, ClassArchive.besides(options));
    }

    /** Starts it with these options of the JVM alone. */
    PackagedApplication(
            Map<String, String> configuration,
            Map<String, String> environment,
            Consumer<String> logReader,
            String... options) {
        this.logReader = logReader;
        List<String> command = command(configuration, options);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<String> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(port), "log of an application");
        reader.setDaemon(true);
        reader.start();
        uri = URI.create("http://127.0.0.1:"
                + port.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    /** The command that runs the application from any directory: the native executable if it was built. */
    public static List<String> command(Map<String, String> configuration) {
        return command(configuration, ClassArchive.besides(SHORT_LIVED));
    }

    private static List<String> command(Map<String, String> configuration, String... options) {
        List<String> command = new ArrayList<>(isNative() ? List.of(EXECUTABLE) : List.of(JAVA));
        Stream.of(options)
                .filter(option -> !isNative() || option.startsWith("-Xmx"))
                .forEach(command::add);
        command.add("-Dquarkus.http.port=0");
        configuration.forEach((key, value) -> command.add("-D" + key + "=" + value));
        if (!isNative()) {
            Path jar = Path.of(DIRECTORY, "quarkus-run.jar").toAbsolutePath();
            command.addAll(List.of("-jar", jar.toString()));
        }
        return command;
    }

    public static boolean isNative() {
        return !EXECUTABLE.equals("none");
    }

    /** Finds the port in the log, and reads the rest, so that the process never blocks on its output. */
    private void read(CompletableFuture<String> port) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    port.complete(matcher.group(1));
                }
                while (!log.offer(line)) {
                    log.poll();
                }
                logReader.accept(line);
            }
            port.completeExceptionally(
                    new IllegalStateException("The application does not start:\n" + String.join("\n", log)));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    public Functions functions() {
        return new Functions(uri);
    }

    /** Waits until it is ready. A readiness probe does not wait long for S3, which can be slow on a busy machine. */
    public void awaitReady() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (functions().get("q/health/ready").status() != 200) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The application does not become ready:\n" + String.join("\n", log));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** The lines of output so far; only the last ones if there are very many. */
    public List<String> log() {
        return List.copyOf(log);
    }

    public URI uri() {
        return uri;
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
