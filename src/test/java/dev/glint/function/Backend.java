package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.image.HashAlgorithm;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TrustedKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** The environment of the contract tests: the functions, their S3 server, and a source of images. */
interface Backend {

    /** The default of {@code s3.store.inline-limit}. */
    int INLINE_LIMIT = 4 << 20;
    /** The default of {@code s3.store.part-size}. */
    int PART_SIZE = 8 << 20;

    Functions functions();

    PlainS3 s3();

    /** A value in the configuration of the functions. */
    default String setting(String key) {
        return Settings.get(key);
    }

    /** The keys of the functions, in the form of a location. */
    default String keys() {
        return setting("s3.store.access-key") + ":" + setting("s3.store.secret-key");
    }

    /** {@code host:port} of S3. */
    default String service() {
        return setting("s3.store.host").replaceFirst("^http://", "");
    }

    default String location(String id) {
        return "s3://" + service() + "/" + s3().bucket() + "/" + id;
    }

    default String locationWithKeys(String keys, String id) {
        return "s3://" + keys + "@" + service() + "/" + s3().bucket() + "/" + id;
    }

    default String source(String path) {
        return setting("test.source.url") + "/" + path;
    }

    /** Where the source has an edited image. */
    default String composed(String kind, String image, String edits) {
        return source(kind + "/" + image + "/" + URLEncoder.encode(edits, StandardCharsets.UTF_8));
    }

    /** Signs an image with the key of a name, in base64. */
    default String sign(String name, HashAlgorithm algorithm, byte[] image) {
        return TrustedKeys.sign(name, setting(TrustedKeys.PRIVATE_KEY + name), algorithm, image);
    }

    /** The bytes of the image at {@link #source}. */
    static byte[] bytesOf(String path) {
        return SourceServer.bytes(Integer.parseInt(path.substring(path.indexOf('/') + 1)));
    }

    /** Waits until a URL has expired, also for servers that count whole seconds. */
    static void awaitEnd(String expiresAt) throws InterruptedException {
        Instant end = Instant.parse(expiresAt).plusSeconds(2);
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), end).toMillis()));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Asserts that an image was added with these bytes and that the answer describes it. Then removes it from S3. */
    default void assertAdded(byte[] bytes, String id, Answer answer) {
        assertAdded(bytes, id, answer, "sha512", Digests.sha512(bytes));
    }

    default void assertAdded(byte[] bytes, String id, Answer answer, String algorithm, String hash) {
        answer.ok();
        String etag = s3().head(id).eTag().replace("\"", "");
        ObjectNode expected = (ObjectNode) Functions.tree(
                "imageId",
                id,
                "location",
                location(id),
                "size",
                bytes.length,
                "checksum",
                Digests.md5(bytes),
                "hashAlgorithm",
                algorithm,
                "hash",
                hash,
                "format",
                "raw",
                "virtualSize",
                bytes.length,
                "metadata",
                Map.of("etag", etag));
        if (hash == null) {
            expected.remove("hash");
        }
        assertEquals(expected, answer.json());
        assertArrayEquals(bytes, s3().take(id));
    }
}
