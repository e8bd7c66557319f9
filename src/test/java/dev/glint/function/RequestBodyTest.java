package dev.glint.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in segments, and the decoding of their data. */
class RequestBodyTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1023, 7", "1024, 1024", "1025, 100", "65536, 65536", "200000, 8192", "3000000, 100000"
    })
    void bodyHasTheBytesThatWereReceived(int size, int chunk) throws IOException {
        byte[] bytes = random(size);
        for (long expected : new long[] {-1, size, size / 2}) {
            assertArrayEquals(bytes, body(bytes, chunk, expected).open(0).readAllBytes());
        }
        assertArrayEquals(
                Arrays.copyOfRange(bytes, size / 3, size),
                body(bytes, chunk, -1).open(size / 3).readAllBytes());
    }

    /** The position of a string in the segments and in the buffer of the parser does not matter. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, 3_000, 7_950, 8_000, 8_050, 65_400, 65_536, 1_000_000})
    void dataIsDecodedAtAnyPosition(int before) throws IOException {
        byte[] image = random(500_000);
        String json = "{\"imageId\": \"img\"," + " ".repeat(before) + "\"data\": \""
                + Base64.getEncoder().encodeToString(image) + "\", \"size\": 500000}";
        AddRequest request = StrictReader.read(body(json.getBytes(UTF_8), 8192, json.length()), AddRequest.class);
        assertEquals(500_000, request.size());
        assertArrayEquals(image, request.data().decode(Long.MAX_VALUE).open(0).readAllBytes());
    }

    @Test
    void dataIsDecodedOnlyUpToTheLimit() throws IOException {
        AddRequest request =
                StrictReader.read(body("{\"data\": \"AAECAwQF\", \"imageId\": \"img\"}"), AddRequest.class);
        assertArrayEquals(
                new byte[] {0, 1, 2, 3}, request.data().decode(4).open(0).readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+/+/", "+\\/+\\/", "\\u002b\\u002F\\u002B\\u002f"})
    void base64MayContainJsonEscapes(String text) throws IOException {
        AddRequest request = StrictReader.read(body("{\"data\": \"" + text + "\"}"), AddRequest.class);
        assertArrayEquals(
                Base64.getDecoder().decode("+/+/"),
                request.data().decode(100).open(0).readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A", "AA=", "AA==AA==", "AA==\\n", "\\nAA==", "A\\u0041=", "\\u1234AA=", "AAA\\\"", "\u00e9AAA"})
    void otherTextIsNoBase64(String text) {
        AddRequest request = StrictReader.read(body("{\"data\": \"" + text + "\"}"), AddRequest.class);
        assertThrows(IOException.class, () -> request.data().decode(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"specversion\": \"1.0\", \"data\": {\"a\": [1, \"}\"]}, \"id\": \"1\"}",
                "{\"data\": {\"a\": [1, \"}\"]}, \"x\": {\"data\": 1}, \"specversion\": \"1.0\", \"id\": \"1\"}",
                "\ufeff{\"id\": \"1\", \"specversion\": \"1.0\", \"data\":\n{\"a\": [1, \"}\"]}\n}",
                "{\"id\": \"1\", \"specversion\": \"1.0\", \"data_base64\": \"eyJhIjogWzEsICJ9Il19\"}"
            })
    void onlyTheDataOfAnEventIsKept(String event) throws IOException {
        RequestBody body = body(event);
        StructuredEvent read = StructuredEvent.read(body, List.of("id", "specversion"));
        assertEquals(Map.of("id", "1", "specversion", "1.0"), read.attributes());
        read.keepData();
        assertEquals("{\"a\": [1, \"}\"]}", new String(body.open(0).readAllBytes(), UTF_8));
    }

    private static RequestBody body(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return body(bytes, bytes.length, bytes.length);
    }

    private static RequestBody body(byte[] bytes, int chunk, long expected) {
        RequestBody body = new RequestBody(expected);
        for (int i = 0; i < bytes.length; i += chunk) {
            body.append(Buffer.buffer().appendBytes(bytes, i, Math.min(chunk, bytes.length - i)));
        }
        return body;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
