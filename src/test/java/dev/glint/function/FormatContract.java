package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.testing.Await;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The format of images: it is told, compared with what is declared, and unsafe images are refused, however their bytes came. */
interface FormatContract extends FormatBackend {

    static Stream<Arguments> images() {
        List<Arguments> images = List.of(
                Arguments.of("qcow2", "-", null, "qcow2 1048576"),
                Arguments.of("qcow2", "-", "qcow2", "qcow2 1048576"),
                Arguments.of("qcow2", "-", "raw", "content-mismatch"),
                Arguments.of("qcow2", "24=8000000000000000", null, "qcow2 unknown"),
                Arguments.of("qcow2", BACKED, null, "unsafe-image"),
                Arguments.of("qcow2", BACKED, "qcow2", "unsafe-image"),
                Arguments.of("qcow2", "510=55aa", null, "unsafe-image"),
                Arguments.of("empty", "-", null, "raw 0"),
                Arguments.of("zeros", "-", "raw", "raw 4096"),
                Arguments.of("zeros", "-", "iso", "content-mismatch"),
                Arguments.of("gpt", "-", "raw", "gpt 1048576"),
                Arguments.of("gpt", "466=ee", null, "unsafe-image"),
                Arguments.of("vhdx", "-", "vhdx", "vhdx 1048576"),
                Arguments.of("vmdk-stream", "-", null, "vmdk 1048576"),
                Arguments.of("vmdk-stream", "grow 16385", "vmdk", "unsafe-image"));
        return FormatBackend.inEveryWay(images);
    }

    /** {@code outcome}: the format and the size of the disk, or the type of a problem. */
    @ParameterizedTest
    @MethodSource("images")
    default void imageIsJudgedByItsFormat(Way way, String image, String edits, String declared, String outcome) {
        assertOutcome(outcome, way, EditedImage.of(image, edits), add(way, image, edits, declared));
    }

    /** Its digests are known, or they are not either. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void imageThatWasStoredWithoutItsFormatIsInspectedWhenTheCallIsRepeated(boolean digests) {
        byte[] bytes = EditedImage.of("qcow2", "-");
        Map<String, String> metadata = new HashMap<>(Map.of("glint-request-id", "key", "glint-attempt", "first"));
        if (digests) {
            metadata.put("glint-checksum", Digests.md5(bytes));
            metadata.put("glint-hash-algorithm", "sha512");
            metadata.put("glint-hash", Digests.sha512(bytes));
        }
        s3().client()
                .putObject(
                        request -> request.bucket(s3().bucket()).key("img").metadata(metadata),
                        RequestBody.fromBytes(bytes));
        JsonNode answer = functions()
                .callAs("key", "add", "imageId", "img", "data", Backend.base64(bytes))
                .ok()
                .json();
        assertEquals("qcow2 1048576", FormatBackend.told(answer));
        s3().take("img");
    }

    @Test
    default void sentenceSaysWhatIsUnsafe() {
        String sentence = add(Way.DATA, "qcow2", BACKED, null).problem(422, "unsafe-image");
        assertEquals("The qcow2 header names a backing file.", sentence);
    }

    @Test
    default void unsafeUploadStaysAndTheCallerIsTold() {
        String sentence = add(Way.PUT, "qcow2", BACKED, null).problem(422, "unsafe-image");
        assertTrue(sentence.contains("backing file. What was uploaded is as it was"), sentence);
        functions().call("delete", "imageId", "img").ok();
    }

    /** Nothing has to be uploaded before that is known. */
    @Test
    default void unsafeHeadEndsTheReadingOfTheSource() {
        String key = UUID.randomUUID().toString();
        functions()
                .call("add", "imageId", "img", "source", source("unsafe/" + key))
                .problem(422, "unsafe-image");
        Await.until(() -> Functions.fetch(source("hung-up/" + key)).statusCode() == 200, "the source sends on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "QCOW2", "qcow", "raw,qcow2", "vhd ", "ami"})
    default void unknownFormatIsAnInvalidRequest(String format) {
        String sentence = functions()
                .call("add", "imageId", "img", "data", "", "format", format)
                .problem(400, "invalid-request");
        assertTrue(sentence.contains("format") && sentence.contains("qcow2"), sentence);
    }

    /** One is written with one request, the other in parts. */
    @ParameterizedTest
    @ValueSource(strings = {"-", "grow 8388609"})
    default void repeatedCallTellsTheSameFormat(String edits) {
        Object[] fields = {"imageId", "img", "source", composed("bytes", "qcow2", edits), "format", "qcow2"};
        JsonNode first = functions().callAs("key", "add", fields).ok().json();
        assertEquals("qcow2 1048576", FormatBackend.told(first));
        assertEquals(first, functions().callAs("key", "add", fields).ok().json());
        fields[5] = "raw";
        functions().callAs("key", "add", fields).problem(422, "content-mismatch");
        s3().take("img");
    }
}
