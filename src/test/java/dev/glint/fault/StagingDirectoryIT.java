package dev.glint.fault;

import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.Sequential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The staging directory for parts fails during an add: the add fails with a clear answer, and leaves nothing in S3. */
@Sequential
class StagingDirectoryIT extends FaultSuite {

    private static final Path DIRECTORY = Path.of("target", "staging").toAbsolutePath();

    private static FaultyApplication own;

    /** With a long deadline, as S3 does not fail here. */
    @BeforeAll
    static void start() {
        create();
        own = new FaultyApplication(Map.of(
                "s3.store.object-buffer-dir", DIRECTORY.toString(),
                "s3.store.deadline", "PT60S",
                "image.source.read-timeout", "PT60S"));
    }

    @AfterAll
    static void stop() {
        own.close();
    }

    StagingDirectoryIT() {
        super(own);
    }

    @BeforeEach
    void make() {
        create();
    }

    @AfterEach
    void worksAgain() {
        create();
        world.s3().clear();
        add(MULTIPART).ok();
        remove();
    }

    @Test
    void addFailsIfTheDirectoryIsRemoved() {
        addFailsAfter(StagingDirectoryIT::removeDirectory);
    }

    @Test
    void addFailsIfTheDirectoryIsReplacedByAFile() {
        addFailsAfter(() -> {
            removeDirectory();
            try {
                Files.createFile(DIRECTORY);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void addFailsIfTheDirectoryBecomesReadOnly() {
        assumeTrue(run("mount", "-t", "tmpfs", "tmpfs", DIRECTORY.toString()), "mounting is not permitted");
        try {
            addFailsAfter(() -> assertTrue(run("mount", "-o", "remount,ro", DIRECTORY.toString()), "not read-only"));
        } finally {
            assertTrue(run("umount", DIRECTORY.toString()), "the mount is left");
        }
    }

    @Test
    void addFailsIfTheDirectoryIsFull() {
        String room = "size=6m";
        assumeTrue(run("mount", "-t", "tmpfs", "-o", room, "tmpfs", DIRECTORY.toString()), "mounting is not permitted");
        try {
            addFailsAfter(() -> {});
        } finally {
            assertTrue(run("umount", DIRECTORY.toString()), "the mount is left");
        }
    }

    private void addFailsAfter(Runnable trouble) {
        // At this moment one part is staged, and no file is being written.
        world.s3().on(CREATE_UPLOAD).once(Fault.beforeReply(trouble));
        String sentence = add(MULTIPART).problem(503, "store-unavailable");
        assertTrue(sentence.contains("s3.store.object-buffer-dir"), sentence);
    }

    private static void create() {
        try {
            if (!Files.isDirectory(DIRECTORY)) {
                Files.deleteIfExists(DIRECTORY);
                Files.createDirectories(DIRECTORY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the directory away with its files, in one step, since adds write to it. */
    private static void removeDirectory() {
        try {
            Path elsewhere = Files.createTempDirectory(DIRECTORY.getParent(), "staged-");
            Files.move(DIRECTORY, elsewhere.resolve("before"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
