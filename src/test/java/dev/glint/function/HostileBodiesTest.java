package dev.glint.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.LogCapture;
import dev.glint.testing.PlainS3;
import dev.glint.testing.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are meant to cost memory or time, or that do not match their headers. */
@QuarkusTest
class HostileBodiesTest {

    private static final int LARGE = 3_000_000;
    private static final String GET_SIZE = "{\"imageId\": \"img\"}";

    private final Functions functions = Functions.ofTest();
    private final LogCapture log = new LogCapture();

    @AfterEach
    void nothingIsLeftAndNothingIsABug() {
        log.close();
        assertFalse(log.records().stream().anyMatch(line -> line.contains("Internal error")), log.records()::toString);
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.assertEmptyAndClean();
        }
    }

    @ParameterizedTest
    @MethodSource
    void addRefusesBodiesThatWouldGrowInMemory(String body) {
        assertStatus("400", post("/add", body));
        assertStatus("400", post("/", event(body), "Content-Type: application/cloudevents+json"));
    }

    static Stream<String> addRefusesBodiesThatWouldGrowInMemory() {
        return Stream.of(
                "{\"upload\": {\"parts\": [" + repeated("{}", ",") + "]}}",
                "{\"upload\": {\"parts\": [" + repeated("null", ",") + "]}}",
                "{\"upload\": {\"parts\": [" + repeated("[]", ",") + "]}}",
                "{\"upload\": {\"parts\": [" + repeated("{\"etag\": \"" + "e".repeat(15_000) + "\"}", ",") + "]}}",
                repeated("[", ""),
                repeated("{\"a\":", ""),
                "{" + repeated("\"k\": 1", ",") + "}",
                "{\"imageId\": \"" + "x".repeat(LARGE) + "\"}",
                "{\"source\": \"" + "x".repeat(LARGE) + "\"}",
                "{\"" + "x".repeat(LARGE) + "\": 1}",
                "{\"size\": " + "9".repeat(LARGE) + "}",
                "{\"size\": 0." + "9".repeat(LARGE) + "}",
                " ".repeat(LARGE) + "{}",
                "\"" + "x".repeat(LARGE) + "\"",
                "{\"imageId\": \"img\", \"data\": \"" + "!".repeat(LARGE) + "\"}",
                keys(60_000));
    }

    /** Different keys: a parser has to remember each of them to detect duplicates. */
    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "\"key" + number + "\": {}")
                .collect(Collectors.joining(",", "{\"upload\": {", "}}"));
    }

    private static String repeated(String text, String separator) {
        return (text + separator).repeat(LARGE / (text + separator).length() - 10) + text;
    }

    private static String event(String data) {
        return "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/tests\", \"type\": \"dev.glint.image.add\", \"data\": "
                + data + "}";
    }

    /** The maximum of S3. */
    @Test
    void anUploadMayHaveTenThousandParts() {
        String parts = IntStream.rangeClosed(1, 10_000)
                .mapToObj(number ->
                        "{\"number\": " + number + ", \"etag\": \"\\\"0123456789abcdef0123456789abcdef\\\"\"}")
                .collect(Collectors.joining(", "));
        String body = "{\"imageId\": \"img\", \"upload\": {\"uploadId\": \"nonsense\", \"parts\": [" + parts + "]}}";
        String answer = post("/add", body);
        assertFalse(answer.startsWith("HTTP/1.1 413") || answer.contains("The body"), answer);
    }

    @ParameterizedTest
    @CsvSource({"/get-size, 413", "/get-presigned, 413", "/delete, 413", "/nothing, 404", "/q/health/live, 200"})
    void onlyAddAcceptsLargeBodies(String path, int status) {
        assertStatus("" + status, post(path, " ".repeat(64 * 1024) + GET_SIZE));
        assertStatus("" + status, chunked(path, " ".repeat(64 * 1024) + GET_SIZE));
    }

    @Test
    void largeEventsOfOtherFunctionsAreRefused() {
        String data = " ".repeat(64 * 1024) + GET_SIZE;
        String structured = event(data).replace("image.add", "image.get-size");
        assertStatus("413", post("/", structured, "Content-Type: application/cloudevents+json"));
        String type = "ce-type: dev.glint.image.get-size";
        assertStatus("413", post("/", data, "ce-id: 1", "ce-source: /tests", "ce-specversion: 1.0", type));
    }

    @ParameterizedTest
    @MethodSource
    void bodiesInOtherEncodingsAreRefused(byte[] body) {
        assertStatus("400", post("/get-size", new String(body, ISO_8859_1)));
    }

    static Stream<byte[]> bodiesInOtherEncodingsAreRefused() {
        return Stream.of(
                GET_SIZE.getBytes(UTF_16),
                GET_SIZE.getBytes(UTF_16LE),
                ("\u0000\u0000\u0000" + String.join("\u0000\u0000\u0000", GET_SIZE.split(""))).getBytes(ISO_8859_1),
                "{\"imageId\": \"\u00ff\"}".getBytes(ISO_8859_1),
                "{\"imageId\": \"\u00c0\u00af\"}".getBytes(ISO_8859_1));
    }

    @Test
    void byteOrderMarkIsAccepted() {
        assertStatus("200", post("/get-size", new String(("\ufeff" + GET_SIZE).getBytes(UTF_8), ISO_8859_1)));
    }

    /** JSON can contain half a surrogate pair, but no header, path or name can. */
    @ParameterizedTest
    @CsvSource({
        "add,           'source',      https://host/%s",
        "add,           'source',      s3://host/bucket/%s",
        "add,           'imageId',     %s",
        "add,           'checksum',    %s",
        "add,           'source',      https://example.org/%s",
        "get-size,      'location',    s3://host/bucket/%s",
        "get-size,      'location',    s3://access:%s@host/bucket/img",
        "get-presigned, 'filename',    %s",
        "get-presigned, 'contentType', text/%s",
        "get-presigned, 'uploadId',    %s",
        "delete,        'uploadId',    %s"
    })
    void fieldsWithHalfACharacterAreRefused(String function, String field, String value) {
        for (String half : List.of("\\ud800", "\\udc00", "a\\ud83d b")) {
            String id = field.equals("imageId") || field.equals("location") ? "" : "\"imageId\": \"img\", ";
            String body = "{" + id + "\"" + field + "\": \"" + value.formatted(half) + "\"}";
            String sentence = functions.post(function, body).problem(400, "invalid-request");
            assertTrue(sentence.contains(field), sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source", "type"})
    void eventAttributesWithHalfACharacterAreRefused(String attribute) {
        String event = event(GET_SIZE).replace("\"" + attribute + "\": \"", "\"" + attribute + "\": \"\\ud800");
        assertStatus("400", post("/", event, "Content-Type: application/cloudevents+json"));
    }

    @Test
    void concurrentHostileBodiesAreRefused() {
        List<String> bodies = addRefusesBodiesThatWouldGrowInMemory().toList();
        List<String> answers = IntStream.range(0, 2 * bodies.size())
                .parallel()
                .mapToObj(number -> post("/add", bodies.get(number / 2)))
                .toList();
        answers.forEach(answer -> assertTrue(answer.matches("(?s)HTTP/1.1 (400|503) .*"), answer));
    }

    private String post(String path, String body, String... headers) {
        String[] all =
                Stream.concat(Stream.of("Host: glint"), Stream.of(headers)).toArray(String[]::new);
        return RawHttp.answer(functions.base(), RawHttp.post(path, body, all));
    }

    private String chunked(String path, String body) {
        return RawHttp.answer(
                functions.base(),
                "POST " + path + " HTTP/1.1\r\nHost: glint\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
    }

    private static void assertStatus(String status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }
}
