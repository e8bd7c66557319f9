package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.testing.Digests;
import dev.glint.testing.Packed;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed sources: what comes out of them is stored, and the source itself is compared with its own hash. */
interface CompressedContract extends Backend {

    static List<String> kinds() {
        return Packed.KINDS;
    }

    static Stream<Arguments> sources() {
        return kinds().stream()
                .flatMap(kind -> Stream.of(
                        Arguments.of("bytes", kind, 0),
                        Arguments.of("chunked", kind, 0),
                        Arguments.of("vouched", kind, 1000),
                        Arguments.of("chunked", kind, 1000),
                        Arguments.of("ranges", kind, kind.equals("bzip2") ? 1 << 20 : 2 * PART_SIZE + 5)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    default void imageInACompressedSourceIsStored(String way, String kind, int size) {
        byte[] image = SourceServer.bytes(size);
        String source = source(way + "/" + kind + "/" + size);
        assertAdded(image, "img", functions().call("add", "imageId", "img", "source", source, "decompress", kind));
        Object[] everything = {
            "imageId",
            "img",
            "source",
            source,
            "decompress",
            "auto",
            "size",
            size,
            "checksum",
            Digests.md5(image),
            "hash",
            Digests.sha512(image),
            "sourceHashAlgorithm",
            "sha256",
            "sourceHash",
            Digests.sha256(Packed.quickly(kind, image)),
            "format",
            "raw"
        };
        assertAdded(image, "img", functions().call("add", everything));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void compressedImageOfALocationIsDecompressed(String kind) {
        byte[] image = SourceServer.bytes(PART_SIZE + 1);
        s3().write("origin", Packed.of(kind, image));
        Object[] fields = {"imageId", "img", "source", location("origin"), "decompress", kind};
        assertAdded(image, "img", functions().call("add", fields));
        s3().take("origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes/0", "bytes/1000", "chunked/" + (PART_SIZE + 1), "vouched/1000"})
    default void plainSourceIsStoredAsItIsWhereAnythingMayCome(String path) {
        byte[] image = Backend.bytesOf(path);
        Object[] fields = {"imageId", "img", "source", source(path), "decompress", "auto"};
        assertAdded(image, "img", functions().call("add", fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes/1000", "chunked/" + (PART_SIZE + 1), "ranges/" + 2 * PART_SIZE})
    default void plainSourceIsComparedWithItsHash(String path) {
        byte[] image = Backend.bytesOf(path);
        Object[] right = {"imageId", "img", "source", source(path), "sourceHash", Digests.sha512(image)};
        assertAdded(image, "img", functions().call("add", right));
        Object[] wrong = {"imageId", "img", "source", source(path), "sourceHash", Digests.sha512(new byte[0])};
        String sentence = functions().call("add", wrong).problem(422, "content-mismatch");
        assertTrue(sentence.contains("sourceHash"), sentence);
    }

    @ParameterizedTest
    @CsvSource({"bytes/gzip/1000", "bytes/xz/9000000", "chunked/zstd/9000000"})
    default void compressedSourceWithAnotherHashIsNotStored(String path) {
        Object[] fields = {
            "imageId", "img", "source", source(path), "decompress", "auto", "sourceHash", Digests.sha512(new byte[0])
        };
        functions().call("add", fields).problem(422, "content-mismatch");
    }

    @ParameterizedTest
    @CsvSource({"gzip, xz", "xz, zstd", "zstd, gzip"})
    default void sourceThatIsCompressedOtherwiseIsNotStored(String kind, String declared) {
        Object[] fields = {"imageId", "img", "source", source("bytes/" + kind + "/1000"), "decompress", declared};
        String sentence = functions().call("add", fields).problem(502, "source-failed");
        assertEquals("The source is not " + declared + ", or is damaged.", sentence);
    }

    /** The length of the source is not that of the image. */
    @Test
    default void declaredSizeIsThatOfTheImage() {
        Object[] fields = {"imageId", "img", "source", source("bytes/xz/9000000"), "decompress", "xz", "size", 9000001};
        functions().call("add", fields).problem(422, "content-mismatch");
        fields[7] = 8999999;
        functions().call("add", fields).problem(422, "content-mismatch");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void compressedImageIsJudgedByItsFormat(String kind) {
        s3().write("origin", Packed.of(kind, EditedImage.of("qcow2", FormatBackend.BACKED)));
        Object[] fields = {"imageId", "img", "source", location("origin"), "decompress", "auto"};
        functions().call("add", fields).problem(422, "unsafe-image");
        s3().remove("origin");
        s3().write("origin", Packed.of(kind, EditedImage.of("qcow2", "-")));
        assertEquals(
                "qcow2 1048576",
                FormatBackend.told(functions().call("add", fields).ok().json()));
        s3().take("img");
        s3().take("origin");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, PART_SIZE + 1})
    default void repeatedCallTellsTheSame(int size) {
        Object[] fields = {"imageId", "img", "source", source("bytes/zstd/" + size), "decompress", "zstd"};
        JsonNode first = functions().callAs("key", "add", fields).ok().json();
        assertEquals(first, functions().callAs("key", "add", fields).ok().json());
        s3().take("img");
    }
}
