package dev.glint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client that uploads with a URL, headers and bytes, and knows nothing of S3. */
public final class PlainHttp {

    private PlainHttp() {}

    /** The headers of a presigned PUT, as a mutable map. */
    public static Map<String, String> headers(JsonNode presigned) {
        Map<String, String> headers = new LinkedHashMap<>();
        presigned
                .path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    /** PUTs bytes with the {@code url} and the {@code headers} of an answer. */
    public static HttpResponse<String> put(JsonNode presigned, byte[] bytes) {
        return put(presigned.path("url").asText(), headers(presigned), bytes);
    }

    /** PUTs bytes; the client sets Content-Length itself. */
    public static HttpResponse<String> put(String url, Map<String, String> headers, byte[] bytes) {
        return put(url, headers, BodyPublishers.ofByteArray(bytes));
    }

    /** PUTs an image in parts with the URLs of a new upload, and returns the id of the upload. */
    public static String putParts(JsonNode upload, byte[] image) {
        int partSize = upload.path("partSize").asInt();
        for (JsonNode part : upload.path("parts")) {
            int from = (part.path("number").asInt() - 1) * partSize;
            byte[] bytes =
                    Arrays.copyOfRange(image, from, from + part.path("size").asInt());
            assertEquals(200, put(part, bytes).statusCode());
        }
        return upload.path("uploadId").asText();
    }

    public static HttpResponse<String> put(String url, Map<String, String> headers, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).expectContinue(true).PUT(body);
        headers.forEach((name, value) -> {
            if (!name.equals("Content-Length")) {
                request.header(name, value);
            }
        });
        return EarlyResponseClient.sendForText(request.build());
    }
}
