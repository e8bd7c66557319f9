package dev.glint.compression;

import static dev.glint.compression.Decoding.MIB;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the usual tools make of an image, of a file and of a pipe. */
@Tag("qemu")
@Timeout(300)
class ToolsTest {

    private static final byte[] IMAGE = image();

    @TempDir
    Path directory;

    private final Decoding decoding = new Decoding(512 * MIB);

    private static byte[] image() {
        Random random = new Random(5);
        byte[] bytes = new byte[10 * MIB + 1];
        for (int at = 0; at < 4 * MIB; at++) {
            bytes[at] = (byte) (at < 2 * MIB ? random.nextInt() : 'a' + random.nextInt(20));
        }
        System.arraycopy(bytes, 0, bytes, 5 * MIB, 4 * MIB);
        return bytes;
    }

    private byte[] packed(String command, boolean fromFile) throws IOException, InterruptedException {
        Path image = Files.write(directory.resolve("image"), IMAGE);
        Path out = directory.resolve("out");
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.add("-c");
        ProcessBuilder process = new ProcessBuilder(words).redirectOutput(out.toFile());
        if (fromFile) {
            words.add(image.toString());
        } else {
            process.redirectInput(image.toFile());
        }
        assertEquals(0, process.start().waitFor(), command);
        return Files.readAllBytes(out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip -1",
                "gzip -9",
                "bzip2 -1",
                "bzip2 -9",
                "xz -0",
                "xz -6 -T2 --block-size=1MiB",
                "xz -9",
                "xz -1 --check=sha256",
                "xz -1 --check=crc32",
                "xz -1 --check=none",
                "xz --x86 --delta=dist=4 --lzma2=preset=1",
                "zstd -q -1",
                "zstd -q -12 -T2",
                "zstd -q -19",
                "zstd -q --fast=5 --no-check",
                "zstd -q -3 --rsyncable -T2"
            })
    void whatToolsMakeIsRead(String command) throws IOException, InterruptedException {
        String kind = command.split(" ")[0];
        for (boolean fromFile : new boolean[] {true, false}) {
            byte[] source = packed(command, fromFile);
            assertArrayEquals(IMAGE, decoding.read("auto", source));
            assertArrayEquals(IMAGE, decoding.read(kind, source));
        }
    }

    @Test
    void longWindowsOfZstdAreRefused() throws IOException, InterruptedException {
        decoding.maxDictionary = 256 * MIB;
        String sentence = decoding.failure(TOO_LARGE, "zstd", packed("zstd -q --long=27", false));
        assertTrue(sentence.contains("134217728 bytes") && sentence.contains("--long"), sentence);
    }
}
