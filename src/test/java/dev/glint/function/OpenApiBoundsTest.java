package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.OpenApi;
import dev.glint.testing.PlainS3;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI document and the code agree about which requests are as they should be; bounds.txt has the exceptions. */
@QuarkusTest
class OpenApiBoundsTest {

    private static final Pattern REPEATED = Pattern.compile("(\\w)\\*(\\d+)");
    private static final String UPLOAD = "5b0c2f2e-6a0f-4c8e-9d6b-0f5d3a1f7c11.100000000000.10000000.VXBsb2Fk";
    private static final String LONG = "s3://a.test/" + "p".repeat(4096 - "s3://a.test//b/c".length()) + "/b/c";

    /** What a request hears that is not as it should be. */
    private static final Set<String> REFUSED =
            Set.of("urn:glint:invalid-request", "urn:glint:bad-store-uri", "urn:glint:too-large");

    private final Functions functions = Functions.ofTest();

    @AfterEach
    void clean() {
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.keys().forEach(s3::remove);
            assertEquals(List.of(), s3.unfinishedUploads());
        }
    }

    static List<String> rows() throws IOException {
        try (InputStream file = OpenApiBoundsTest.class.getResourceAsStream("/openapi/bounds.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void documentAndCodeAgree(String row) {
        String[] words = row.split(" +", 3);
        String expected = words[0];
        String function = words[1];
        JsonNode request = request(words[2]);
        boolean isAllowed = OpenApi.errors(OpenApi.request(function), request).isEmpty();
        assertEquals(Set.of("taken", "only-code").contains(expected), isAllowed, "what the document says");
        Answer answer = call(function, request);
        boolean isTaken = !REFUSED.contains(answer.json().path("type").asText());
        assertEquals(
                Set.of("taken", "only-schema").contains(expected),
                isTaken,
                answer.response().body());
    }

    private static JsonNode request(String text) {
        String json = text.replace('\'', '"').replace("UPLOAD", UPLOAD).replace("LONG", LONG);
        return Functions.parse(
                REPEATED.matcher(json).replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }

    /** An upload that begins is given up. */
    private Answer call(String function, JsonNode request) {
        Answer answer = functions.post(function, request.toString());
        if (answer.status() == 200 && answer.json().has("uploadId")) {
            functions.call("delete", "imageId", "i", "uploadId", answer.text("uploadId"));
        }
        return answer;
    }
}
