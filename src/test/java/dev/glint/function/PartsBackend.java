package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests of a client that uploads an image in parts. */
interface PartsBackend extends Backend {

    /** Begins an upload; {@code more} has alternating names and values of fields. */
    default JsonNode begin(long size, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("imageId", "img", "operation", "upload", "size", size));
        fields.addAll(List.of(more));
        return functions().call("get-presigned", fields.toArray()).ok().json();
    }

    /** Requests URLs of an upload that has begun. */
    default Answer renew(String uploadId, int firstPart) {
        return functions()
                .call(
                        "get-presigned",
                        "imageId",
                        "img",
                        "operation",
                        "upload",
                        "uploadId",
                        uploadId,
                        "firstPart",
                        firstPart);
    }

    static String id(JsonNode upload) {
        return upload.path("uploadId").asText();
    }

    /** Uploads one part of an image, and returns the answer of S3. */
    static HttpResponse<String> put(JsonNode part, long partSize, byte[] image) {
        int from = Math.toIntExact((part.path("number").asInt() - 1) * partSize);
        byte[] bytes = Arrays.copyOfRange(image, from, from + part.path("size").asInt());
        return PlainHttp.put(part, bytes);
    }

    /** Uploads all parts of an answer, the last one first, and returns them as a list for {@code add}. */
    default List<Map<String, Object>> putAll(JsonNode upload, byte[] image) {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int i = upload.path("parts").size() - 1; i >= 0; i--) {
            JsonNode part = upload.path("parts").get(i);
            HttpResponse<String> response = put(part, upload.path("partSize").asLong(), image);
            assertEquals(200, response.statusCode(), response::body);
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("number", part.path("number").asInt());
            told.put("etag", response.headers().firstValue("ETag").orElseThrow());
            parts.add(told);
        }
        return parts;
    }

    default Answer finish(JsonNode upload, Object... more) {
        return finish(id(upload), more);
    }

    default Answer finish(String uploadId, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("imageId", "img", "upload", Map.of("uploadId", uploadId)));
        fields.addAll(List.of(more));
        return functions().call("add", fields.toArray());
    }

    default Answer finishWith(JsonNode upload, List<?> parts) {
        return functions().call("add", "imageId", "img", "upload", Map.of("uploadId", id(upload), "parts", parts));
    }

    default Answer giveUp(JsonNode upload) {
        return functions().call("delete", "imageId", "img", "uploadId", id(upload));
    }
}
