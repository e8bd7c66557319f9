package dev.glint.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashAlgorithmTest {

    /** The test vectors of the standards for the text abc. */
    @ParameterizedTest
    @CsvSource({
        "sha256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    })
    void algorithmsGiveTheStandardDigests(String name, String hex) {
        HashAlgorithm algorithm = HashAlgorithm.parse(name).orElseThrow();
        assertEquals(hex, digest(algorithm.newDigest().orElseThrow()));
        assertEquals(hex.length(), algorithm.hexLength());
    }

    @Test
    void checksumIsMd5() {
        assertEquals("900150983cd24fb0d6963f7d28e17f72", digest(HashAlgorithm.newChecksum()));
    }

    @Test
    void algorithmNoneDigestsNothing() {
        assertEquals(Optional.empty(), HashAlgorithm.NONE.newDigest());
        assertEquals(0, HashAlgorithm.NONE.hexLength());
    }

    @ParameterizedTest
    @EnumSource
    void algorithmIsParsedFromItsPrintedName(HashAlgorithm algorithm) {
        assertEquals(Optional.of(algorithm), HashAlgorithm.parse(algorithm.toString()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "SHA512", "SHA-512", "sha1", "md5", "null", " sha512"})
    void unknownAlgorithmsAreNotParsed(String name) {
        assertEquals(Optional.empty(), HashAlgorithm.parse(name));
    }

    private static String digest(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest("abc".getBytes(US_ASCII)));
    }
}
