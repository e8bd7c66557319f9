package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The digests that lists have of a file. In the rows, {@code $256} and {@code $512} stand for its digests, {@code $999} for a SHA-256
 * of another file, {@code $md5}, {@code $sha1} and {@code $384} for digits of those lengths, {@code |} for the end of a line.
 */
class ChecksumsReaderTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final String SHA512 = "fedcba9876543210".repeat(8);
    private static final String NO_LIST = "It is not a list of checksums in UTF-8.";

    private static final Map<String, String> REASONS = Map.of(
            "no line", "It has no line for the source's file name.",
            "not strong", "It has neither a SHA-256 nor a SHA-512 of the source.",
            "different", "It has two different digests of the source.",
            "cut", "Its signed text does not come to an end.",
            "no list", NO_LIST);
    private static final Map<String, String> DIGITS = Map.of(
            "$256", SHA256,
            "$512", SHA512,
            "$999", "9".repeat(64),
            "$384", "3".repeat(96),
            "$sha1", "1".repeat(40),
            "$md5", "5".repeat(32),
            "|", "\n");

    private static byte[] list(String row) {
        String text = row;
        for (Map.Entry<String, String> digits : DIGITS.entrySet()) {
            text = text.replace(digits.getKey(), digits.getValue());
        }
        return text.getBytes(UTF_8);
    }

    private static Map<HashAlgorithm, String> read(byte[] list) throws IOException {
        return new ChecksumsReader("/images/9/disk.img").read(new ByteArrayInputStream(list));
    }

    private static String failure(byte[] list) {
        StoreFailure failure = assertThrows(StoreFailure.class, () -> read(list));
        assertEquals(SOURCE_REJECTED, failure.kind());
        return failure.getMessage();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            # As sha256sum and sha512sum write them
            $256  disk.img
            $256 *disk.img|
            $256  disk.img|$999  other.img|
            $999  other.img|$256  disk.img
            $999  disk.img.xz|$999  mydisk.img|$999  disk_img|$256  disk.img|$999  Disk.img
            $999 *disk.img |$256 *disk.img
            $256  disk.img|$256 *disk.img|
            $512  disk.img
            $256  disk.img|$512  disk.img
            $md5  disk.img|$256  disk.img
            $256 disk.img
            "$256\tdisk.img"
            "  $256  disk.img"
            "$256  disk.img\r|$999  other.img\r|"
            "\ufeff$256  disk.img|"
            # With directories
            $256  ./disk.img
            $256 *./disk.img|$999 *./8/disk.img
            $256  9/disk.img|$999  8/disk.img
            $256  images/9/disk.img|$999  other/images/9/disk.img
            $256  ./9/disk.img|$999  ../disk.img|$999  /disk.img
            # With escaped names
            "\\$256  disk.img"
            "\\$999  disk\\nimg|\\$256  disk.img"
            # As the tools of BSD, cksum and OpenSSL write them
            SHA256 (disk.img) = $256
            SHA512 (disk.img) = $512
            SHA256 (disk.img) = $256|SHA512 (disk.img) = $512
            SHA512 (disk.img) = $512|SHA256 (disk.img) = $256
            MD5 (disk.img) = $md5|SHA1 (disk.img) = $sha1|SHA256 (disk.img) = $256
            SHA384 (disk.img) = $384|SHA256 (disk.img) = $256
            BLAKE2b (disk.img) = $999|SHA512/256 (disk.img) = $999|SHA3-256 (disk.img) = $999|SHA256 (disk.img) = $256
            SHA256 (other (disk.img) = $999|SHA256 (disk.img) = $256
            SHA256(disk.img)= $256
            SHA2-512(disk.img)= $512
            sha256 (disk.img) = $256
            "\\SHA256 (disk.img) = $256"
            SHA256 (./9/disk.img) = $256
            # With comments, and with a signature around it
            "# disk.img: 5 bytes|SHA256 (disk.img) = $256"
            "# SHA256 (disk.img) = $999|$256  disk.img"
            -----BEGIN PGP SIGNED MESSAGE-----|Hash: SHA256||# disk.img: 5 bytes|SHA256 (disk.img) = $256|-----BEGIN PGP SIGNATURE-----||iQIzBAEBCAAdFiEE|=AbCd|-----END PGP SIGNATURE-----|
            "-----BEGIN PGP SIGNED MESSAGE-----\r|Hash: SHA512\r|\r|$256  disk.img\r|-----BEGIN PGP SIGNATURE-----\r|\r|-----END PGP SIGNATURE-----\r|"
            -----BEGIN PGP SIGNED MESSAGE-----||- - a note|- $256  disk.img|-----BEGIN PGP SIGNATURE-----
            # What stands outside does not count
            $999  disk.img|-----BEGIN PGP SIGNED MESSAGE-----||$256  disk.img|-----BEGIN PGP SIGNATURE-----|-----END PGP SIGNATURE-----|$999  disk.img
            $256  disk.img|-----BEGIN PGP SIGNATURE-----|-----END PGP SIGNATURE-----
            """, delimiter = ';')
    void digestsOfTheFileAreFound(String row) throws IOException {
        Map<HashAlgorithm, String> found = read(list(row));
        assertEquals(row.contains("$256") ? SHA256 : null, found.get(HashAlgorithm.SHA256));
        assertEquals(row.contains("$512") ? SHA512 : null, found.get(HashAlgorithm.SHA512));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            ""; no line
            |||; no line
            $256; no line
            $256  other.img; no line
            $256disk.img; no line
            $256  images/disk.img; no line
            $256  ../9/disk.img; no line
            $256  disk.img.asc|$256  DISK.IMG; no line
            "\\$256  disk.im\\ng"; no line
            "$256  \\disk.img"; no line
            SHA256 disk.img = $256; no line
            SHA256 (disk.img) $256; no line
            SHA256 (disk.img) = xyz; no line
            -----BEGIN PGP MESSAGE-----||wcBMA|-----END PGP MESSAGE-----; no line
            <html><body><a href=disk.img>$256</a></body></html>; no line
            $256  disk.img|-----BEGIN PGP SIGNED MESSAGE-----||$999  other.img|-----BEGIN PGP SIGNATURE-----; no line
            $md5  disk.img; not strong
            $sha1 *disk.img; not strong
            $384  disk.img; not strong
            MD5 (disk.img) = $md5|SHA1 (disk.img) = $sha1; not strong
            SHA384 (disk.img) = $384; not strong
            SHA256 (disk.img) = $md5; not strong
            SHA512 (disk.img) = $256; not strong
            SHA3-256 (disk.img) = $999; not strong
            SHA512/256 (disk.img) = $999; not strong
            $256  disk.img|$999  disk.img; different
            $512  disk.img|$256  disk.img|SHA256 (disk.img) = $999; different
            $256  disk.img|$999  9/disk.img; different
            -----BEGIN PGP SIGNED MESSAGE-----||$256  disk.img; cut
            -----BEGIN PGP SIGNED MESSAGE-----||$256  disk.img|-----BEGIN PGP SIGNAT; cut
            "$256  disk.img\u0000"; no list
            "$256  disk.img|\u0001"; no list
            """, delimiter = ';')
    void listWithoutOneStrongDigestOfTheFileIsRejected(String row, String reason) {
        assertEquals(REASONS.get(reason), failure(list(row)));
    }

    @Test
    void namesAreComparedAfterTheirEscapes() throws IOException {
        byte[] list = ("\\" + SHA256 + "  a\\\\b\\nc\\rd\n").getBytes(UTF_8);
        Map<HashAlgorithm, String> found = new ChecksumsReader("/a\\b\nc\rd").read(new ByteArrayInputStream(list));
        assertEquals(Map.of(HashAlgorithm.SHA256, SHA256), found);
    }

    @Test
    void upperCaseDigestsAreTheSame() throws IOException {
        String list = SHA256.toUpperCase() + "  disk.img\n" + SHA256 + "  disk.img\n";
        assertEquals(Map.of(HashAlgorithm.SHA256, SHA256), read(list.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
    void otherEncodingsAreNoList(String charset) {
        assertEquals(NO_LIST, failure((SHA256 + "  disk.img\n").getBytes(Charset.forName(charset))));
    }

    @Test
    void bytesThatAreNoTextAreNoList() {
        assertEquals(NO_LIST, failure((SHA256 + "  d\u00eesk.img\n").getBytes(ISO_8859_1)));
        assertEquals(NO_LIST, failure("\u00e9".getBytes(UTF_16LE)));
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        assertEquals(NO_LIST, failure(noise));
    }

    @Test
    void endlessLineIsNoList() throws IOException {
        String longest = SHA256 + "  " + "a/".repeat(4_000) + "\n";
        assertEquals(Map.of(HashAlgorithm.SHA256, SHA256), read((longest + SHA256 + "  disk.img").getBytes(UTF_8)));
        assertEquals(NO_LIST, failure("a".repeat(10_000).getBytes(UTF_8)));
        assertEquals(NO_LIST, failure((SHA256 + "  disk.img\n" + ")= (".repeat(5_000)).getBytes(UTF_8)));
    }
}
