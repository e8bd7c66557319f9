package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskBuffersTest {

    @TempDir
    Path parent;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 * 1024, 64 * 1024 + 1, 1_000_003})
    void partIsHeldInAFileThatIsRemovedWithIt(int size) throws IOException {
        byte[] bytes = PartContents.bytes(size);
        try (PartBuffer part = take(new DiskBuffers(parent), size)) {
            part.fill(PartContents.of(bytes), size);
            assertEquals(1, files(parent).size());
            assertEquals(size, part.size());
            for (int reader = 0; reader < 2; reader++) {
                try (InputStream in = part.open()) {
                    assertArrayEquals(bytes, in.readAllBytes(), "from the first byte on, for each reader");
                }
            }
            MessageDigest digest = HashAlgorithm.newChecksum();
            part.updateDigest(digest);
            assertArrayEquals(HashAlgorithm.newChecksum().digest(bytes), digest.digest());
        }
        assertEquals(List.of(), files(parent));
    }

    @Test
    void bufferTakesNoMoreThanItsLimitFromTheContent() {
        ImageContent content = PartContents.of(PartContents.bytes(200_000));
        DiskBuffers buffers = new DiskBuffers(parent);
        try (PartBuffer first = take(buffers, 70_000);
                PartBuffer second = take(buffers, 200_000)) {
            first.fill(content, 70_000);
            second.fill(content, 200_000);
            assertEquals(70_000, first.size());
            assertEquals(130_000, second.size());
        }
    }

    @Test
    void brokenContentLeavesNoFile() throws IOException {
        try (PartBuffer part = take(new DiskBuffers(parent), 200_000)) {
            StoreFailure failure =
                    assertThrows(StoreFailure.class, () -> part.fill(PartContents.breakingAfter(100_000), 200_000));
            assertEquals(SOURCE_FAILED, failure.kind(), "the source's fault, not the disk's");
        }
        assertEquals(List.of(), files(parent));
    }

    /** A deleted file takes space on the disk until its last reader closes it. */
    @Test
    void closingABufferClosesItsReaders() {
        PartBuffer part = take(new DiskBuffers(parent), 10);
        part.fill(PartContents.of(new byte[10]), 10);
        InputStream left = part.open();
        part.close();
        assertThrows(ClosedChannelException.class, left::read);
    }

    @Test
    void buffersMayBeClosedTwice() throws IOException {
        PartBuffer part = take(new DiskBuffers(parent), 1);
        part.close();
        part.close();
        assertEquals(List.of(), files(parent));
    }

    @Test
    void missingDirectoryIsReported() throws IOException {
        Path directory = Files.createDirectory(parent.resolve("staging"));
        DiskBuffers buffers = new DiskBuffers(directory);
        PartBuffer filled = take(buffers, 10);
        filled.fill(PartContents.of(new byte[10]), 10);
        PartBuffer empty = take(buffers, 10);
        for (Path file : files(directory)) {
            Files.delete(file);
        }
        Files.delete(directory);

        assertNoRoom(() -> take(buffers, 10));
        assertNoRoom(() -> empty.fill(PartContents.of(new byte[10]), 10));
        assertNoRoom(filled::size);
        assertNoRoom(filled::open);
        assertNoRoom(() -> filled.updateDigest(HashAlgorithm.newChecksum()));
        filled.close();
        empty.close();
        assertFalse(Files.exists(directory));
    }

    @Test
    void fullDiskIsReported() throws Exception {
        Path disk = Files.createDirectories(Path.of("target", "full-disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "mounting is not permitted");
        try {
            DiskBuffers buffers = new DiskBuffers(disk);
            try (PartBuffer part = take(buffers, 1_000_000)) {
                assertNoRoom(() -> part.fill(PartContents.of(new byte[1_000_000]), 1_000_000));
            }
            assertEquals(List.of(), files(disk));
            try (PartBuffer part = take(buffers, 100_000)) {
                part.fill(PartContents.of(new byte[100_000]), 100_000);
                assertEquals(100_000, part.size(), "there is room again");
            }
        } finally {
            assertTrue(run("umount", disk.toString()), "the mount is left");
        }
    }

    /** The resources of a part must be released even if the disk fails. */
    @Test
    void bufferIsClosedEvenIfItsFileCannotBeRemoved() throws Exception {
        Path disk = Files.createDirectories(Path.of("target", "read-only-disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "tmpfs", disk.toString()), "mounting is not permitted");
        try {
            DiskBuffers buffers = new DiskBuffers(disk);
            PartBuffer part = take(buffers, 10);
            part.fill(PartContents.of(new byte[10]), 10);
            assertTrue(run("mount", "-o", "remount,ro", disk.toString()), "it is not read-only");
            assertNoRoom(() -> take(buffers, 10));
            part.close();
            part.close();
            assertEquals(1, files(disk).size());
        } finally {
            assertTrue(run("umount", disk.toString()), "the mount is left");
        }
    }

    private static PartBuffer take(DiskBuffers buffers, long bytes) {
        return buffers.take(bytes, new Cancellation());
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertNoRoom(Executable use) {
        StoreFailure failure = assertThrows(StoreFailure.class, use);
        assertEquals(STORE_UNAVAILABLE, failure.kind());
        assertTrue(failure.getMessage().contains("s3.store.object-buffer-dir"), failure.getMessage());
        assertFalse(failure.getMessage().contains(".part"), "no path in " + failure.getMessage());
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
