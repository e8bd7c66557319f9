package dev.glint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** New directories below {@code target}. Each is removed when this process ends, so that runs of the tests do not fill the disk. */
final class ScratchDirectory {

    private static final int MOST_ATTEMPTS = 100;
    private static final long PAUSE_NANOS = 50_000_000;

    private ScratchDirectory() {}

    /** Makes an empty directory whose name begins with {@code name}, and answers its absolute path. */
    static Path create(String name) {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            Path directory = Files.createTempDirectory(target, name + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a directory with all it holds, if it is there. A server that is about to end may still write to it. */
    static void remove(Path directory) {
        // While the process ends, some class loaders are closed already, and load no other class of the tests.
        for (int attempts = 1; !isRemoved(directory) && attempts < MOST_ATTEMPTS; attempts++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean isRemoved(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            return Files.notExists(directory);
        }
        return true;
    }
}
