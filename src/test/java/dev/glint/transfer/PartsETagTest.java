package dev.glint.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.HashAlgorithm;
import dev.glint.testing.Digests;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsETagTest {

    /** The bytes come in pieces of any size. */
    @ParameterizedTest
    @CsvSource({
        "1, 1000, 1000",
        "1000, 1000, 1000",
        "1001, 1000, 1000",
        "2500, 1000, 300",
        "3000, 1000, 999",
        "3000, 1000, 5000"
    })
    void eTagIsTheMd5OfTheMd5sOfTheParts(int size, int partSize, int piece) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        PartsETag etag = new PartsETag(partSize);
        for (int from = 0; from < size; from += piece) {
            etag.update(bytes, from, Math.min(piece, size - from));
        }
        assertEquals(expected(bytes, partSize), etag.value());
    }

    @Test
    void eTagIsComputedFromTheMd5sOfParts() {
        byte[] bytes = PartContents.bytes(2500);
        List<String> checksums = Stream.of(
                        Arrays.copyOfRange(bytes, 0, 1000),
                        Arrays.copyOfRange(bytes, 1000, 2000),
                        Arrays.copyOfRange(bytes, 2000, 2500))
                .map(Digests::md5)
                .toList();
        assertEquals(expected(bytes, 1000), PartsETag.of(checksums));
    }

    @Test
    void eTagStartsAgainAfterAReset() {
        PartsETag etag = new PartsETag(1000);
        etag.update(PartContents.bytes(1500));
        etag.reset();
        byte[] bytes = PartContents.bytes(999);
        for (byte one : bytes) {
            etag.update(one);
        }
        assertEquals(expected(bytes, 1000), etag.value());
    }

    private static String expected(byte[] bytes, int partSize) {
        MessageDigest parts = HashAlgorithm.newChecksum();
        int count = 0;
        for (int from = 0; from < bytes.length; from += partSize) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + partSize));
            parts.update(HashAlgorithm.newChecksum().digest(part));
            count++;
        }
        return HexFormat.of().formatHex(parts.digest()) + "-" + count;
    }
}
