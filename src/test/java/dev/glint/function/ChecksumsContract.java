package dev.glint.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.Packed;
import dev.glint.testing.SourceServer;
import java.net.URLEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of checksums, as vendors publish them beside their images: a source is compared with its line. */
interface ChecksumsContract extends Backend {

    /** A page of the source server with a text, in which {@code 512} and {@code 256} stand for the digests of some bytes. */
    private String list(String way, String text, byte[] bytes) {
        String expanded = text.replace("(512)", Digests.sha512(bytes)).replace("(256)", Digests.sha256(bytes));
        return source(way + "/" + URLEncoder.encode(expanded, UTF_8).replace("+", "%20"));
    }

    private Answer add(String source, String list) {
        return functions().call("add", "imageId", "img", "source", source, "checksumsUrl", list);
    }

    private void assertFails(int status, String type, String words, String list) {
        String sentence = add(source("bytes/1000"), list).problem(status, type);
        assertTrue(sentence.startsWith("The file at checksumsUrl cannot be used: "), sentence);
        assertTrue(sentence.contains(words), sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "text, (512)  1000",
        "text, (256) *1000",
        "text, SHA256 (1000) = (256)",
        "chunked-text, (256)  ./bytes/1000",
        "text, -----BEGIN PGP SIGNED MESSAGE-----%n%n# 1000%nSHA256 (1000) = (256)%n-----BEGIN PGP SIGNATURE-----%n",
    })
    default void sourceIsComparedWithItsLine(String way, String text) {
        byte[] image = SourceServer.bytes(1000);
        String list = list(way, String.format(text), image);
        assertAdded(image, "img", add(source("bytes/1000"), list));
        assertAdded(image, "img", add(source("bytes/1000"), source("redirect/302/" + list)));
        String other = list(way, String.format(text), new byte[0]);
        String sentence = add(source("bytes/1000"), other).problem(422, "content-mismatch");
        assertTrue(sentence.contains("but the file at checksumsUrl has "), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked/" + (PART_SIZE + 1), "ranges/" + 2 * PART_SIZE})
    default void sourceInPartsIsComparedWithItsLine(String path) {
        byte[] image = Backend.bytesOf(path);
        String text = "(512)  " + image.length;
        assertAdded(image, "img", add(source(path), list("text", text, image)));
        add(source(path), list("text", text, new byte[0])).problem(422, "content-mismatch");
    }

    /** The name is that of the URL which the caller gave, whatever it leads to. */
    @Test
    default void nameIsThatOfTheGivenUrl() {
        byte[] image = SourceServer.bytes(1000);
        String source = source("redirect/302/" + source("bytes/1000") + "?/a%20disk.img");
        add(source, list("text", "(512)  a disk.img", image)).problem(502, "source-failed");
        assertAdded(image, "img", add(source, list("text", "(512)  1000", image)));
        byte[] text = "a disk.img".getBytes(UTF_8);
        assertAdded(text, "img", add(source("text/a%20disk%2Eimg"), list("text", "(512)  a disk.img", text)));
    }

    @Test
    default void compressedSourceIsComparedAsItIsFetched() {
        byte[] image = SourceServer.bytes(1000);
        byte[] packed = Packed.of("xz", image);
        Object[] fields = {
            "imageId",
            "img",
            "source",
            source("bytes/xz/1000"),
            "decompress",
            "auto",
            "checksumsUrl",
            list("text", "(256)  1000", packed)
        };
        assertAdded(image, "img", functions().call("add", fields));
        fields[7] = list("text", "(256)  1000", image);
        functions().call("add", fields).problem(422, "content-mismatch");
    }

    @Test
    default void repeatedCallComparesAgain() {
        byte[] image = SourceServer.bytes(1000);
        Object[] fields = {
            "imageId", "img", "source", source("bytes/1000"), "checksumsUrl", list("text", "(512)  1000", image)
        };
        JsonNode first = functions().callAs("key", "add", fields).ok().json();
        assertEquals(first, functions().callAs("key", "add", fields).ok().json());
        s3().take("img");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/x                          | it has no line for the source's file name.
            text/                           | it has no line
            text/%s%%20%%201000%%0A%s%%20%%201000 | it has two different digests of the source.
            text/MD5%%20(1000)%%20=%%2099   | it has neither a SHA-256 nor a SHA-512 of the source.
            text/-----BEGIN%%20PGP%%20SIGNED%%20MESSAGE-----%%0A | its signed text does not come to an end.
            bytes/1000                      | it is not a list of checksums in UTF-8.
            status/404                      | the source answered 404.
            redirect/302/http:///x          | redirected
            """)
    default void listThatDoesNotHelpIsAFailure(String page, String words) {
        assertFails(502, "source-failed", words, source(page.formatted("0".repeat(64), "1".repeat(64))));
    }

    @Test
    default void cutListIsAFailure() {
        byte[] image = SourceServer.bytes(1000);
        assertFails(502, "source-failed", "broke off", list("cut-text", "(512)  1000", image));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "chunked-text"})
    default void listOfMoreThanOneMebibyteIsTooLarge(String way) {
        byte[] image = SourceServer.bytes(1000);
        String line = "%23%20a%20comment%20of%2032%20characters%0A";
        assertAdded(image, "img", add(source("bytes/1000"), list(way, "(512)  1000\n", image) + "/7700"));
        assertFails(413, "too-large", "more than 1048576 bytes", source(way + "/" + line + "/40000"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1/SHA256SUMS, image.source.allowed-ports",
        "file:///etc/passwd, image.source.allowed-schemes",
        "s3://127.0.0.1/images/SHA256SUMS, image.source.allowed-schemes",
        "'', image.source.allowed-schemes",
        "http://me@127.0.0.1/SHA256SUMS, credentials"
    })
    default void listIsFetchedByTheRulesOfSources(String url, String words) {
        assertFails(403, "source-refused", words, url);
        if (url.startsWith("http:")) {
            assertFails(403, "source-refused", words, source("redirect/302/" + url));
        }
    }
}
