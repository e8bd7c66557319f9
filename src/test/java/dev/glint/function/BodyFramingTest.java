package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.LogCapture;
import dev.glint.testing.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies with malformed lengths or chunks, and clients that break off. */
@QuarkusTest
class BodyFramingTest {

    private static final String GET_SIZE = "{\"imageId\": \"img\"}";

    private final Functions functions = Functions.ofTest();
    private final LogCapture log = new LogCapture();

    @AfterEach
    void nothingIsABug() {
        log.close();
        assertFalse(log.records().stream().anyMatch(line -> line.contains("Internal error")), log.records()::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "-1\r\n",
                "ffffffffffffffff\r\n",
                "5\r\n{\"imageId\"\r\n",
                "5;" + "x\r\n{\"ima\r\nnonsense\r\n"
            })
    void malformedChunksAreRefused(String chunks) {
        try (RawHttp connection = new RawHttp(functions.base())) {
            connection.send("POST /get-size HTTP/1.1\r\nHost: glint\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            String answer = connection.answer();
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
        }
        assertTrue(
                log.records().stream().allMatch(line -> line.contains("The client has gone.")),
                log.records()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -5", "Content-Length: abc", "Content-Length: 99999999999999999999"})
    void malformedLengthsAreRefused(String header) {
        String answer = RawHttp.answer(functions.base(), "POST /add HTTP/1.1\r\nHost: glint\r\n" + header + "\r\n\r\n");
        assertStatus("400", answer);
    }

    @Test
    void clientThatBreaksOffCausesNoError() {
        for (String path : List.of("/add", "/get-size", "/nothing")) {
            for (String length :
                    List.of("Content-Length: 100", "Content-Length: 5000000", "Transfer-Encoding: chunked")) {
                try (RawHttp connection = new RawHttp(functions.base())) {
                    connection.send("POST " + path + " HTTP/1.1\r\nHost: glint\r\n" + length + "\r\n\r\n5\r\n{\"ima");
                }
            }
        }
        functions.call("get-size", "imageId", "img").ok();
        assertFalse(log.records().stream().anyMatch(line -> line.contains("ClosedException")), log.records()::toString);
    }

    /** The declared length counts. The bytes after it are another request, or a malformed one. */
    @Test
    void bytesAfterTheContentLengthAreNotPartOfTheBody() {
        try (RawHttp connection = new RawHttp(functions.base())) {
            connection.send(RawHttp.post("/get-size", GET_SIZE, "Host: glint") + "}}}}\r\n\r\n");
            assertStatus("200", connection.answer());
            String next = connection.answer();
            assertTrue(next.isEmpty() || next.matches("(?s)HTTP/1\\.[01] 400 .*"), next);
        }
    }

    private static void assertStatus(String status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }
}
