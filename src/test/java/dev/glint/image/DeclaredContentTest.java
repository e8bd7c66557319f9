package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredContentTest {

    private static final DeclaredContent NOTHING =
            new DeclaredContent(OptionalLong.empty(), Optional.empty(), HashAlgorithm.SHA256, Optional.empty());

    @ParameterizedTest
    @CsvSource({"0, 0", "5, 5", "9223372036854775807, 9223372036854775807"})
    void declaredSizeAgreesWithTheSameSize(long declared, long actual) {
        assertDoesNotThrow(() -> size(declared).checkSize(actual));
        assertDoesNotThrow(() -> size(declared).checkNotExceededBy(actual));
    }

    @ParameterizedTest
    @CsvSource({"5, 4, false", "5, 6, true", "0, 1, true", "1, 0, false"})
    void declaredSizeDisagreesWithAnotherSize(long declared, long actual, boolean exceeded) {
        assertMismatch("size", () -> size(declared).checkSize(actual));
        if (exceeded) {
            assertMismatch("size", () -> size(declared).checkNotExceededBy(actual));
        } else {
            assertDoesNotThrow(() -> size(declared).checkNotExceededBy(actual));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aa, bb, aa, bb, ''",
        ", , aa, bb, ''",
        "aa, , aa, bb, ''",
        "cc, bb, aa, bb, checksum",
        "aa, cc, aa, bb, hash"
    })
    void declaredDigestsAreCompared(
            String checksum, String hash, String actualChecksum, String actualHash, String wrong) {
        DeclaredContent declared = new DeclaredContent(
                OptionalLong.empty(), Optional.ofNullable(checksum), HashAlgorithm.SHA256, Optional.ofNullable(hash));
        ImageDigests digests = new ImageDigests(actualChecksum, HashAlgorithm.SHA256, Optional.of(actualHash));
        if (wrong.isEmpty()) {
            assertDoesNotThrow(() -> declared.checkDigests(digests));
        } else {
            assertMismatch(wrong, () -> declared.checkDigests(digests));
        }
    }

    @ParameterizedTest
    @CsvSource({"raw, raw", "qcow2, qcow2", "gpt, gpt", "raw, gpt"})
    void declaredFormatAgreesWithWhatIsFound(String declared, String found) {
        assertDoesNotThrow(() -> format(declared).checkFormat(new DiskFormat(found, OptionalLong.empty())));
    }

    @ParameterizedTest
    @CsvSource({"raw, qcow2", "qcow2, raw", "gpt, raw", "iso, 'iso,qcow2'", "raw, iso", "raw, luks"})
    void declaredFormatDisagreesWithAnother(String declared, String found) {
        assertMismatch("format", () -> format(declared).checkFormat(new DiskFormat(found, OptionalLong.empty())));
    }

    @Test
    void formatStaysDeclaredWithAnotherHash() {
        DeclaredContent declared = format("vmdk");
        assertEquals(Optional.of("vmdk"), declared.withoutHash().format());
        assertEquals(
                Optional.of("vmdk"),
                declared.withHash(HashAlgorithm.SHA512, Optional.of("aa")).format());
    }

    @Test
    void anyContentPassesIfNothingIsDeclared() {
        NOTHING.checkSize(1);
        NOTHING.checkNotExceededBy(Long.MAX_VALUE);
        NOTHING.checkFormat(new DiskFormat("qed", OptionalLong.empty()));
        NOTHING.checkDigests(new ImageDigests("aa", HashAlgorithm.NONE, Optional.empty()));
    }

    @Test
    void declaredHashThatWasNotComputedIsAMismatch() {
        DeclaredContent declared =
                new DeclaredContent(OptionalLong.empty(), Optional.empty(), HashAlgorithm.SHA256, Optional.of("bb"));
        assertMismatch(
                "hash", () -> declared.checkDigests(new ImageDigests("aa", HashAlgorithm.NONE, Optional.empty())));
    }

    private static DeclaredContent format(String name) {
        return NOTHING.withFormat(Optional.of(name));
    }

    private static DeclaredContent size(long bytes) {
        return new DeclaredContent(OptionalLong.of(bytes), Optional.empty(), HashAlgorithm.SHA512, Optional.empty());
    }

    private static void assertMismatch(String field, Executable check) {
        StoreFailure failure = assertThrows(StoreFailure.class, check);
        assertEquals(CONTENT_MISMATCH, failure.kind());
        assertTrue(failure.getMessage().contains(field), failure.getMessage());
    }
}
