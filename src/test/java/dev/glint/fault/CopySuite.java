package dev.glint.fault;

import static dev.glint.testing.S3Operation.COPY_PART;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Images that are added from the location of another one, whose digests are known. */
abstract class CopySuite extends TagFaultSuite {

    static final int PART = 5 << 20;
    /** The bytes that tell a format, and what requests and answers have besides images. */
    private static final int MOST_MOVED = 200_000;
    /** More parts than are in flight at a time. */
    static final int FIVE_PARTS = 4 * PART + 1;

    /** Adds another image, and forgets the requests of that. */
    Answer original(int size) {
        return original(size, otherId);
    }

    Answer original(int size, String name) {
        Answer answer = application
                .functions()
                .call("add", "imageId", name, "source", sourceUrl(size))
                .ok();
        s3.clear();
        return answer;
    }

    /** Begins a direct upload of the other image. */
    JsonNode begin(Functions functions) {
        return functions
                .call("get-presigned", "imageId", otherId, "operation", "upload", "size", SIZE)
                .ok()
                .json();
    }

    /** Adds an image from a location; {@code more} has alternating names and values of fields. */
    Answer copy(String location, Object... more) {
        return copy(application.functions(), location, more);
    }

    Answer copy(Functions functions, String location, Object... more) {
        return copyAs(id + "-key", functions, location, more);
    }

    Answer copyAs(String key, Functions functions, String location, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("imageId", id, "source", location));
        fields.addAll(List.of(more));
        return functions.callAs(key, "add", fields.toArray());
    }

    /** Asserts that S3 copied the image in so many parts, and that only what tells its format came to the application. */
    void assertCopied(Answer answer, int size, int parts) {
        assertStored(answer, size);
        assertEquals(parts, s3.count(COPY_PART));
        assertLittleIsMoved();
    }

    void assertLittleIsMoved() {
        assertTrue(s3.bytes() < MOST_MOVED, () -> s3.bytes() + " bytes: " + s3.requests());
    }

    /** Asserts that the image was stored, but not copied by S3. */
    void assertStreamed(Answer answer, int size) {
        assertStored(answer, size);
        assertTrue(s3.bytes() >= 2L * size, () -> s3.bytes() + " bytes: " + s3.requests());
    }

    private void assertStored(Answer answer, int size) {
        byte[] bytes = SourceServer.bytes(size);
        ObjectNode expected = (ObjectNode) Functions.tree(
                "imageId",
                id,
                "location",
                locationOf(id),
                "size",
                size,
                "checksum",
                Digests.md5(bytes),
                "hashAlgorithm",
                "sha512",
                "hash",
                Digests.sha512(bytes),
                "format",
                "raw",
                "virtualSize",
                size);
        JsonNode told = answer.ok().json();
        expected.set("metadata", Functions.tree("etag", plainS3.head(id).eTag().replace("\"", "")));
        assertEquals(expected, told);
        assertArrayEquals(bytes, plainS3.read(id));
        assertNothingIsUnfinished();
    }

    /** Asserts that nothing is stored. */
    void assertNothingIsLeft() {
        assertNothingIsUnfinished();
        assertTrue(plainS3.keys().stream().noneMatch(id::equals));
    }

    void assertNothingIsUnfinished() {
        assertEquals(List.of(), plainS3.unfinishedUploads(id));
    }

    /** Asserts that the digests are told as they were when the image was added. */
    void assertDigestsAreTold(Answer added) {
        Set<String> names = Set.of("checksum", "hashAlgorithm", "hash");
        assertEquals(((ObjectNode) added.json()).retain(names), ((ObjectNode) size().json()).retain(names));
    }
}
