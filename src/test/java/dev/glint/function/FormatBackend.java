package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Adds of images with formats, in every way in which their bytes can come. */
interface FormatBackend extends Backend {

    /** A qcow2 image that names a backing file. */
    String BACKED = "8=0000000000000070";

    /** How the bytes of an image come. */
    enum Way {
        DATA,
        SOURCE,
        /** Of unknown length. */
        CHUNKED,
        LOCATION,
        PUT,
        /** With {@code "verify": false}. */
        UNREAD_PUT,
        /** With a hash that S3 has verified, so that it is not read either. */
        VOUCHED_PUT;

        boolean isUpload() {
            return name().endsWith("PUT");
        }
    }

    /** Each row once for each way, which comes first. */
    static Stream<Arguments> inEveryWay(List<Arguments> rows) {
        return Arrays.stream(Way.values())
                .flatMap(way -> rows.stream().map(row -> {
                    List<Object> values = new ArrayList<>(List.of(way));
                    values.addAll(Arrays.asList(row.get()));
                    return Arguments.of(values.toArray());
                }));
    }

    static String told(JsonNode answer) {
        return answer.path("format").asText() + " " + answer.path("virtualSize").asText("unknown");
    }

    /** {@code declared}: the format that the request declares; null for none. */
    default Answer add(Way way, String image, String edits, String declared) {
        Object[] more = declared == null ? new Object[0] : new Object[] {"format", declared};
        return addWith(way, image, edits, more);
    }

    /** {@code more}: names and values of other fields of the request. */
    default Answer addWith(Way way, String image, String edits, Object... more) {
        byte[] bytes = EditedImage.of(image, edits);
        List<Object> fields = new ArrayList<>(List.of("imageId", "img"));
        fields.addAll(List.of(more));
        fields.addAll(
                switch (way) {
                    case DATA -> List.of("data", Backend.base64(bytes));
                    case SOURCE -> List.of("source", composed("bytes", image, edits));
                    case CHUNKED -> List.of("source", composed("chunked", image, edits));
                    case LOCATION -> {
                        s3().write("source", bytes);
                        yield List.of("source", location("source"));
                    }
                    case PUT -> upload(bytes);
                    case UNREAD_PUT -> {
                        List<Object> unread = new ArrayList<>(upload(bytes));
                        unread.addAll(List.of("verify", false));
                        yield unread;
                    }
                    case VOUCHED_PUT -> upload(bytes, "hashAlgorithm", "sha256", "hash", Digests.sha256(bytes));
                });
        return functions().call("add", fields.toArray());
    }

    private List<Object> upload(byte[] bytes, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("imageId", "img", "operation", "upload", "size", bytes.length));
        fields.addAll(List.of(more));
        JsonNode presigned =
                functions().call("get-presigned", fields.toArray()).ok().json();
        assertEquals(200, PlainHttp.put(presigned, bytes).statusCode());
        return List.of("upload", Map.of());
    }

    /**
     * Asserts what came of an add, and removes it.
     *
     * @param outcome the format and the size of the disk, or the type of a problem
     */
    default void assertOutcome(String outcome, Way way, byte[] bytes, Answer answer) {
        if (outcome.contains(" ")) {
            assertEquals(outcome, told(answer.ok().json()));
            assertArrayEquals(bytes, s3().take("img"));
        } else {
            answer.problem(422, outcome);
            // What a client has uploaded stays.
            assertEquals(way.isUpload(), s3().keys().contains("img"));
        }
        s3().remove("img");
        s3().remove("source");
    }
}
