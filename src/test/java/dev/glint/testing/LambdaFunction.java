package dev.glint.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.RuntimeApi.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The packaged function run as in Lambda: unpacked, in its own process, with a runtime API. */
public final class LambdaFunction implements AutoCloseable {

    /** The class and method that Lambda calls. */
    public static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

    private static final String BOOTSTRAP = "bootstrap";
    private static final long PATIENCE_SECONDS = 300;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RuntimeApi api = new RuntimeApi();
    private final boolean isExecutable;
    private final Process process;
    private final Path log;

    /** Starts the function with a configuration from environment variables, as in Lambda. */
    public LambdaFunction(Map<String, String> configuration) {
        try {
            Path task = ScratchDirectory.create("lambda-task");
            unpack(Path.of(System.getProperty("function.zip")), task);
            isExecutable = Files.exists(task.resolve(BOOTSTRAP));
            log = task.resolve("log");
            ProcessBuilder builder = new ProcessBuilder(command(task))
                    .directory(task.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.matches("(S3_|IMAGE_|QUARKUS_|JAVA_TOOL_).*"));
            configuration.forEach((key, value) -> environment.put(variable(key), value));
            environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
            environment.put("AWS_LAMBDA_FUNCTION_NAME", "glint");
            environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
            environment.put("LAMBDA_TASK_ROOT", task.toString());
            environment.put("_HANDLER", HANDLER);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Path task) {
        if (isExecutable) {
            return List.of(task.resolve(BOOTSTRAP).toString());
        }
        String client = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(jar -> jar.contains("aws-lambda-java-"))
                .collect(Collectors.joining(System.getProperty("path.separator")));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", client));
        command.addAll(List.of("com.amazonaws.services.lambda.runtime.api.client.AWSLambda", HANDLER));
        return command;
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase();
    }

    private static void unpack(Path zip, Path directory) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    copy(entries, file);
                }
            }
        }
    }

    /** Fails if an entry exists twice, as it would be undefined which of them Lambda uses. */
    private static void copy(InputStream from, Path file) throws IOException {
        Files.copy(from, file);
        if (file.endsWith(BOOTSTRAP) && !file.toFile().setExecutable(true)) {
            throw new IOException("It cannot be made executable: " + file);
        }
    }

    /** Invokes the function with any event. */
    public Result invoke(String event) {
        return invoke(UUID.randomUUID().toString(), event, TIMEOUT);
    }

    public Result invoke(String requestId, String event, Duration timeout) {
        return api.invoke(requestId, event, timeout);
    }

    /** Invokes the function, asserts a success, and returns the answer. */
    public JsonNode answer(String event) {
        Result result = invoke(event);
        if (result.isError()) {
            throw new AssertionError(result.body());
        }
        return Functions.parse(result.body());
    }

    /** Invokes the function, asserts a failure, and returns the problem, which must be as the OpenAPI document says. */
    public JsonNode problem(String event) {
        Result result = invoke(event);
        if (!result.isError()) {
            throw new AssertionError("It succeeded: " + result.body());
        }
        JsonNode problem = Functions.parse(
                Functions.parse(result.body()).path("errorMessage").asText());
        OpenApi.assertValid(OpenApi.SCHEMAS + "Problem", problem);
        return problem;
    }

    /** Waits until the function has failed to start. An executable just ends; Lambda's own runtime reports it first. */
    public void awaitStartFailure() {
        CompletableFuture<?> failure = isExecutable ? process.onExit() : api.initError();
        failure.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The output of the function, which Lambda would log. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.close();
    }
}
