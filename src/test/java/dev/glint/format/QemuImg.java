package dev.glint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs qemu-img in a directory. */
record QemuImg(Path directory) {

    void run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("qemu-img"), Arrays.stream(arguments)).toList();
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> command + ": " + read(log));
    }

    ImageFormat inspect(String name) throws IOException {
        return Feeding.ranges(Files.readAllBytes(directory.resolve(name)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
