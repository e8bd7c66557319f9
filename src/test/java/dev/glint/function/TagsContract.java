package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Await;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainTags;
import dev.glint.testing.SourceServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The digests that are stored in the tags of an image, with a server that has tags. */
interface TagsContract extends DigestsContract {

    @ParameterizedTest
    @CsvSource({"bytes/8388609, sha512", "chunked/8388609, sha256", "bytes/8388609, none"})
    default void digestsOfAnImageInPartsAreTold(String path, String algorithm) {
        JsonNode added = add(path, algorithm);
        assertEquals(DigestsContract.digestsIn(added), awaitDigests());
        s3().take("img");
    }

    @ParameterizedTest
    @CsvSource({"true, sha512", "true, sha256", "false, sha512"})
    default void digestsOfADirectUploadAreToldOnceItIsFinished(boolean verify, String algorithm) {
        uploadOnly();
        assertEquals(Functions.tree(), digests());
        JsonNode added = verify
                ? functions()
                        .call("add", "imageId", "img", "upload", Map.of(), "hashAlgorithm", algorithm)
                        .ok()
                        .json()
                : functions()
                        .call("add", "imageId", "img", "upload", Map.of(), "verify", false)
                        .ok()
                        .json();
        assertEquals(DigestsContract.digestsIn(added), awaitDigests());
        s3().take("img");
    }

    /** The call that does not read the image knows less than what is stored. */
    @Test
    default void finishingAgainWithoutReadingKeepsTheHash() {
        uploadOnly();
        functions().call("add", "imageId", "img", "upload", Map.of()).ok();
        JsonNode known = awaitDigests();
        functions()
                .call("add", "imageId", "img", "upload", Map.of(), "verify", false)
                .ok();
        assertEquals(
                Digests.sha512(SourceServer.bytes(1000)), known.path("hash").asText());
        assertEquals(known, digests());
        s3().take("img");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # ETAG is that of the object, MD5 and SHA512 are digests of its bytes
            -     | MD5                              | sha512 | SHA512
            ''    | MD5                              | sha512 | SHA512
            x     | MD5                              | sha512 | SHA512
            ETAG  | -                                | sha512 | SHA512
            ETAG  | ''                               | sha512 | SHA512
            ETAG  | 0123456789abcdef0123456789abcde  | sha512 | SHA512
            ETAG  | 0123456789abcdef0123456789abcdefg | sha512 | SHA512
            ETAG  | 0123456789abcdef0123456789abcdeg | sha512 | SHA512
            ETAG  | 0123456789ABCDEF0123456789ABCDEF | sha512 | SHA512
            ETAG  | MD5                              | -      | SHA512
            ETAG  | MD5                              | ''     | SHA512
            ETAG  | MD5                              | SHA512 | SHA512
            ETAG  | MD5                              | md5    | MD5
            ETAG  | MD5                              | none   | SHA512
            ETAG  | MD5                              | sha256 | SHA512
            ETAG  | MD5                              | sha512 | -
            ETAG  | MD5                              | sha512 | ''
            ETAG  | MD5                              | sha512 | MD5
            """)
    default void forgedTagsAreNotBelieved(String etag, String checksum, String algorithm, String hash) {
        byte[] bytes = SourceServer.bytes(1000);
        s3().write("img", bytes);
        tag(etag, checksum, algorithm, hash, bytes);
        assertEquals(Functions.tree(), digests());
        tag("ETAG", "MD5", "sha512", "SHA512", bytes);
        assertEquals(Digests.sha512(bytes), digests().path("hash").asText(), "the right ones are");
        s3().take("img");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "qcow3",
                "QCOW2",
                "qcow2:",
                "qcow2:-1",
                "qcow2:1:2",
                "qcow2: 1",
                "qcow2:9223372036854775808",
                "qcow2+",
                "+qcow2",
                "qcow2+unknown:1"
            })
    default void formatInForgedTagsIsNotBelieved(String format) {
        byte[] bytes = SourceServer.bytes(1000);
        s3().write("img", bytes);
        tag("ETAG", "MD5", "sha512", "SHA512", bytes);
        JsonNode withoutFormat = digests();
        Map<String, String> tags = new HashMap<>(PlainTags.read(s3(), "img"));
        tags.put("glint-format", format);
        PlainTags.write(s3(), "img", tags);
        assertEquals(withoutFormat, digests());
        tags.put("glint-format", "gpt+iso:9223372036854775807");
        PlainTags.write(s3(), "img", tags);
        assertEquals("gpt,iso", digests().path("format").asText(), "a right one is");
        assertEquals(Long.MAX_VALUE, digests().path("virtualSize").asLong());
        tags.put("glint-etag", "other");
        PlainTags.write(s3(), "img", tags);
        assertEquals(Functions.tree(), digests());
        s3().take("img");
    }

    private void tag(String etag, String checksum, String algorithm, String hash, byte[] bytes) {
        Map<String, String> values = Map.of(
                "ETAG",
                s3().head("img").eTag().replace("\"", ""),
                "MD5",
                Digests.md5(bytes),
                "SHA512",
                Digests.sha512(bytes));
        Map<String, String> tags = new HashMap<>();
        tags.put("glint-etag", etag == null ? null : values.getOrDefault(etag, etag));
        tags.put("glint-checksum", checksum == null ? null : values.getOrDefault(checksum, checksum));
        tags.put("glint-hash-algorithm", algorithm);
        tags.put("glint-hash", hash == null ? null : values.getOrDefault(hash, hash));
        tags.values().removeIf(value -> value == null);
        PlainTags.write(s3(), "img", tags);
    }

    @Test
    default void tagsOfOthersAreKept() {
        uploadOnly();
        PlainTags.write(s3(), "img", Map.of("scanned", "clean", "glint-etag", "old", "glint-other", "old"));
        functions().call("add", "imageId", "img", "upload", Map.of()).ok();
        awaitDigests();
        assertEquals(
                Set.of("scanned", "glint-etag", "glint-checksum", "glint-hash-algorithm", "glint-hash", "glint-format"),
                PlainTags.read(s3(), "img").keySet());
        s3().take("img");
    }

    @Test
    default void anImageThatIsAddedAgainHasItsOwnDigests() {
        add("bytes/8388609", "sha512");
        awaitDigests();
        functions().call("delete", "imageId", "img").ok();
        s3().writeInParts("img", SourceServer.bytes(8388609), 5 << 20);
        assertEquals(Functions.tree(), digests());
        functions().call("delete", "imageId", "img").ok();
        JsonNode added = add("chunked/8388610", "sha512");
        assertEquals(DigestsContract.digestsIn(added), awaitDigests());
        s3().take("img");
    }

    /** An add on a busy machine may answer before its tags are there. */
    default JsonNode awaitDigests() {
        String etag = s3().head("img").eTag().replace("\"", "");
        Await.until(() -> etag.equals(PlainTags.read(s3(), "img").get("glint-etag")), "no tags");
        return digests();
    }
}
