package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.format.EditedImage;
import dev.glint.testing.AllowedFormats;
import dev.glint.testing.SmallParts;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where only some formats may come, and unsafe images too. */
@QuarkusTest
@WithTestResource(AllowedFormats.class)
@WithTestResource(SmallParts.class)
@WithTestResource(SourceServer.class)
class AllowedFormatsTest extends BackendSuite implements FormatBackend, PartsBackend {

    static Stream<Arguments> images() {
        return FormatBackend.inEveryWay(List.of(
                Arguments.of("qcow2", "-", null, "qcow2 1048576"),
                Arguments.of("qcow2", BACKED, null, "qcow2 1048576"),
                Arguments.of("qcow2", BACKED, "raw", "content-mismatch"),
                Arguments.of("qcow2", "510=55aa", null, "content-mismatch"),
                Arguments.of("vmdk-stream", "grow 16385", null, "vmdk 1048576"),
                Arguments.of("zeros", "-", null, "raw 4096"),
                Arguments.of("gpt", "466=ee", null, "gpt 1048576"),
                Arguments.of("iso", "-", null, "content-mismatch"),
                Arguments.of("luks", "-", "luks", "content-mismatch")));
    }

    @ParameterizedTest
    @MethodSource("images")
    void onlyAllowedFormatsAreStored(Way way, String image, String edits, String declared, String outcome) {
        assertOutcome(outcome, way, EditedImage.of(image, edits), add(way, image, edits, declared));
    }

    @Test
    void sentenceNamesTheKey() {
        String sentence = add(Way.DATA, "iso", "-", null).problem(422, "content-mismatch");
        assertTrue(sentence.contains("iso") && sentence.contains("image.format.allowed"), sentence);
    }

    /** In one request, and in parts. */
    @ParameterizedTest
    @ValueSource(strings = {BACKED, BACKED + PartsFormatContract.GROW})
    void repeatedCallStoresAnUnsafeImageOnce(String edits) {
        Object[] fields = {"imageId", "img", "source", composed("chunked", "qcow2", edits)};
        JsonNode first = functions().callAs("key", "add", fields).ok().json();
        assertEquals("qcow2 1048576", FormatBackend.told(first));
        assertEquals(first, functions().callAs("key", "add", fields).ok().json());
        s3().take("img");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void uploadInPartsOfAnotherFormatIsRemoved(boolean verify) {
        byte[] large = EditedImage.of("luks", "grow " + (PartsContract.PART + 1000));
        JsonNode upload = begin(large.length);
        putAll(upload, large);
        Object[] fields = verify ? new Object[0] : new Object[] {"verify", false};
        String sentence = finish(upload, fields).problem(422, "content-mismatch");
        assertTrue(sentence.contains("It was removed again."), sentence);
    }
}
