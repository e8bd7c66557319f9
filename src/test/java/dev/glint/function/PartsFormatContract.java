package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.testing.Functions.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format of images that a client uploads in parts. What may not be stored is removed by the call that completed the upload. */
interface PartsFormatContract extends PartsBackend {

    /** Two parts. */
    String GROW = " ; grow " + (PartsContract.PART + 1000);

    private JsonNode uploaded(String image, String edits) {
        byte[] bytes = EditedImage.of(image, edits + GROW);
        JsonNode upload = begin(bytes.length);
        putAll(upload, bytes);
        return upload;
    }

    private Answer finish(JsonNode upload, String declared, boolean verify) {
        List<Object> fields = new ArrayList<>();
        if (declared != null) {
            fields.addAll(List.of("format", declared));
        }
        if (!verify) {
            fields.addAll(List.of("verify", false));
        }
        return finish(upload, fields.toArray());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"qcow2, 4=00000003, -", "qcow2, 4=00000003, qcow2", "vhdx, 0=76, vhdx", "mbr, 0=00, raw"})
    default void formatOfAnUploadInPartsIsTold(String image, String edits, String declared) {
        String name = image.equals("mbr") ? "gpt" : image;
        for (boolean verify : new boolean[] {true, false}) {
            JsonNode upload = uploaded(image, edits);
            JsonNode answer = finish(upload, declared, verify).ok().json();
            assertEquals(name, answer.path("format").asText());
            long size = name.equals("gpt") ? PartsContract.PART + 1000 : 1 << 20;
            assertEquals(size, answer.path("virtualSize").asLong());
            assertEquals(answer, finish(upload, declared, verify).ok().json(), "again");
            finish(upload, "luks", verify).problem(422, "content-mismatch");
            assertEquals(List.of("img"), s3().keys());
            functions().call("delete", "imageId", "img").ok();
        }
    }

    /** The last one is unsafe at its end. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "qcow2, 8=0000000000000070, -, unsafe-image",
                "qcow2, 8=0000000000000070, qcow2, unsafe-image",
                "qcow2, 4=00000003, raw, content-mismatch",
                "vmdk-stream, 0=4b, -, unsafe-image"
            })
    default void uploadInPartsThatMayNotBeStoredIsRemoved(String image, String edits, String declared, String type) {
        for (boolean verify : new boolean[] {true, false}) {
            JsonNode upload = uploaded(image, edits);
            String sentence = finish(upload, declared, verify).problem(422, type);
            assertTrue(sentence.contains("It was removed again."), sentence);
            finish(upload, declared, verify).problem(404, "not-found");
            assertEquals(List.of(), s3().keys());
        }
    }

    /** It is unsafe after parts have been sent. */
    @Test
    default void partsOfAnUnsafeImageAreRemoved() {
        String source = composed("chunked", "vmdk-stream", "grow " + 3 * PartsContract.PART);
        functions().call("add", "imageId", "img", "source", source).problem(422, "unsafe-image");
    }
}
