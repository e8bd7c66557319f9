package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.VouchedDigests;
import dev.glint.testing.Digests;
import dev.glint.testing.Packed;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Digests of a source are compared with the fetched bytes, and not with the decompressed ones. */
class FetchedDigestsTest {

    private static final byte[] IMAGE = new byte[700_000];

    private final Decoding decoding = new Decoding();

    static Stream<String> compressions() {
        return Stream.concat(Packed.KINDS.stream(), Stream.of("none", "auto"));
    }

    private static byte[] source(String compression) {
        return Packed.KINDS.contains(compression) ? Packed.of(compression, IMAGE) : IMAGE;
    }

    private static SourceForm form(String compression, HashAlgorithm algorithm, String hash) {
        return new SourceForm(Compression.parse(compression).orElseThrow(), algorithm, Optional.of(hash));
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void rightHashIsFound(String compression) {
        byte[] source = source(compression);
        for (SourceForm form : new SourceForm[] {
            form(compression, HashAlgorithm.SHA512, Digests.sha512(source)),
            form(compression, HashAlgorithm.SHA256, Digests.sha256(source))
        }) {
            assertArrayEquals(
                    IMAGE, decoding.read(form, new ByteArrayInputStream(source), OptionalLong.of(source.length)));
        }
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void wrongHashIsAMismatch(String compression) {
        String hash = Digests.sha256(new byte[0]);
        String sentence =
                decoding.failure(CONTENT_MISMATCH, form(compression, HashAlgorithm.SHA256, hash), source(compression));
        assertTrue(sentence.contains("sourceHash") && sentence.contains(hash), sentence);
    }

    static List<String> kinds() {
        return Packed.KINDS;
    }

    /** What is stored as it is fetched is compared when it is digested. */
    @ParameterizedTest
    @MethodSource("kinds")
    void bytesThatChangedOnTheirWayAreAFailure(String kind) {
        byte[] source = source(kind);
        decoding.vouched = vouched(source, source);
        assertArrayEquals(IMAGE, decoding.read(kind, source));
        decoding.vouched = vouched(source, IMAGE);
        decoding.failure(SOURCE_FAILED, kind, source);
        decoding.vouched = vouched(IMAGE, source);
        decoding.failure(SOURCE_FAILED, kind, source);
    }

    private static VouchedDigests vouched(byte[] ofChecksum, byte[] ofHash) {
        return new VouchedDigests(
                Optional.of(Digests.md5(ofChecksum)), Map.of(HashAlgorithm.SHA256, Digests.sha256(ofHash)));
    }
}
