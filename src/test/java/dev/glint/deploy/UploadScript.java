package dev.glint.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A run of {@code upload.sh} in a folder. The script keeps its state there. Nobody may see presigned URLs and tokens. */
final class UploadScript {

    /** The beginnings of the secret part of every presigned URL, and of every token. */
    private static final List<String> SECRETS = List.of("X-Amz-", "eyJ");

    private static final long PATIENCE_SECONDS = 300;

    private final URI functions;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    /** The exit status and the output of a run. */
    record Outcome(int status, String output, String errors) {}

    UploadScript(URI functions, Path folder) {
        this.functions = functions;
        this.folder = folder;
    }

    /** Sets an environment variable. */
    UploadScript with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Skips the test if a command that the script needs is missing. */
    static void assumeInstalled(String... commands) {
        for (String command : commands) {
            boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
            assumeTrue(found, command + " is not installed");
        }
    }

    /** Starts the script. The address of the functions is inserted before the first argument that is not an option. */
    UploadScript start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("sh", DeployFiles.ROOT.resolve("deploy/upload.sh").toString()));
        command.addAll(List.of(arguments));
        command.add(arguments[0].startsWith("--") ? 3 : 2, functions.toString());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        builder.redirectOutput(folder.resolve("output").toFile());
        builder.redirectError(folder.resolve("errors").toFile());
        process = builder.start();
        return this;
    }

    Outcome run(String... arguments) throws IOException {
        start(arguments);
        return end();
    }

    /** Waits until some parts are in S3, and checks meanwhile that other users cannot see secrets. */
    void awaitParts(int count) throws IOException {
        while (parts() < count) {
            assertTrue(process.isAlive(), () -> "It ended: " + read("errors"));
            commandLines().forEach(UploadScript::assertNoSecret);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** What other users see of the commands that the script runs now. */
    List<String> commandLines() {
        return process.descendants()
                .flatMap(handle -> handle.info().commandLine().stream())
                .toList();
    }

    static void assertNoSecret(String text) {
        SECRETS.forEach(secret -> assertFalse(text.contains(secret), text));
    }

    /** Kills the script, and waits until its child processes have ended by themselves. */
    void kill() throws IOException {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(handle ->
                handle.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    /** Interrupts the script with SIGTERM. */
    void interrupt() throws IOException {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        Outcome outcome = end();
        assertEquals(143, outcome.status());
        assertTrue(outcome.errors().contains("Interrupted."), outcome.errors());
        started.forEach(handle ->
                handle.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    /** The state files with which the script would resume. */
    List<Path> state() throws IOException {
        Path state = folder.resolve("state");
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(state)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private Outcome end() throws IOException {
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "It does not end: " + read("errors"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Outcome outcome = new Outcome(process.exitValue(), read("output"), read("errors"));
        assertNoSecret(outcome.toString());
        for (Path file : state()) {
            assertNoSecret(Files.readString(file));
        }
        return outcome;
    }

    private long parts() throws IOException {
        long parts = 0;
        for (Path file : state()) {
            parts += file.endsWith("done") ? Files.readAllLines(file).size() : 0;
        }
        return parts;
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
