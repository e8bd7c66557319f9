package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** URLs of direct uploads: anyone who has one can write, so only the caller who asked for them may see them. */
@QuarkusTest
class UploadSecretsTest extends SecretsSuite {

    @Test
    void urlOfASinglePutIsNotRevealed() {
        JsonNode presigned = begin(3);
        assertTrue(presigned.path("url").asText().contains(SIGNATURE));
        assertEquals(200, PlainHttp.put(presigned, new byte[] {1, 2, 3}).statusCode());
        assertEquals(412, PlainHttp.put(presigned, new byte[] {1, 2, 3}).statusCode());
        Map<String, Object> none = Map.of();
        call("add", "imageId", "copy", "upload", none).ok();
        call("add", "imageId", "copy", "upload", none, "checksum", "0".repeat(32))
                .problem(422, "content-mismatch");
        call("add", "imageId", "img", "upload", none).problem(409, "duplicate");
        call("get-presigned", "imageId", "copy", "operation", "upload", "size", 3)
                .problem(409, "duplicate");
        call("delete", "imageId", "copy").ok();
    }

    @Test
    void urlsOfPartsAreNotRevealed() {
        JsonNode upload = begin(100 << 20);
        String id = upload.path("uploadId").asText();
        for (JsonNode part : upload.path("parts")) {
            assertTrue(part.path("url").asText().contains(SIGNATURE));
        }
        assertFalse(id.contains(SIGNATURE));
        call("add", "imageId", "copy", "upload", Map.of("uploadId", id)).problem(422, "content-mismatch");
        call("delete", "imageId", "copy", "uploadId", id).ok();
        call("add", "imageId", "copy", "upload", Map.of("uploadId", id)).problem(404, "not-found");
        call("get-presigned", "imageId", "copy", "operation", "upload", "uploadId", id)
                .problem(404, "not-found");
    }

    private JsonNode begin(int size) {
        Answer answer = functions.call("get-presigned", "imageId", "copy", "operation", "upload", "size", size);
        return answer.ok().json();
    }
}
