package dev.glint.fault;

import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.Sequential;
import dev.glint.testing.ServerKind;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A server that refuses the condition of PUT and honours that of completions, as Swift does: all images are uploads. */
@Sequential
class CompleteOnlyServerIT extends ServerKindSuite {

    @AutoClose
    private static final FaultyApplication OWN = on(ServerKind.REFUSES_PUT, Map.of());

    CompleteOnlyServerIT() {
        super(OWN);
    }

    @Test
    void readinessTellsEachOperation() {
        assertReadiness("put refused, complete honoured, copy unknown", "of several adds of an id one succeeds");
    }

    @Test
    void smallImageIsAnUploadOfOnePart() {
        assertStored(add(SINGLE).ok(), SINGLE);
        assertEquals(0, count(PUT_OBJECT));
        assertEquals(1, count(COMPLETE_UPLOAD));
        remove();
    }

    @Test
    void smallDirectUploadIsHandedOutInParts() {
        JsonNode upload = functions
                .call("get-presigned", "imageId", id, "operation", "upload", "size", 1000)
                .ok()
                .json();
        assertEquals(1, upload.path("parts").size());
        assertTrue(upload.has("uploadId"));
        functions
                .call(
                        "delete",
                        "imageId",
                        id,
                        "uploadId",
                        upload.path("uploadId").asText())
                .ok();
    }
}
