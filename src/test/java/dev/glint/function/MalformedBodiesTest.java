package dev.glint.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no JSON object, for each function. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class MalformedBodiesTest {

    private final Functions functions = Functions.ofTest();

    @ParameterizedTest
    @MethodSource
    void bodiesThatAreNoJsonObjectAreRefused(String body) {
        assertInvalid(body.getBytes(UTF_8));
    }

    static Stream<String> bodiesThatAreNoJsonObjectAreRefused() {
        return Stream.of(
                "",
                " \n\t",
                "null",
                "true",
                "5",
                "\"x\"",
                "[]",
                "[{\"imageId\": \"img\"}]",
                "{",
                "{\"imageId\": \"img\"",
                "{\"imageId\": \"img}",
                "{\"imageId\" \"img\"}",
                "{\"imageId\": \"img\",}",
                "{imageId: \"img\"}",
                "{'imageId': 'img'}",
                "{\"imageId\": NaN}",
                "{\"imageId\": 01}",
                "{\"imageId\": \"a\tb\"}",
                "{\"imageId\": \"\\x\"}",
                "{\"imageId\": \"img\"}}",
                "{\"imageId\": \"img\"} x",
                "{\"imageId\": \"img\"} {\"imageId\": \"img\"}",
                "{\"imageId\": \"img\", \"imageId\": \"img\"}",
                "/* a comment */ {\"imageId\": \"img\"}",
                "imageId=img",
                "<imageId>img</imageId>",
                "\u0000",
                "[".repeat(50_000),
                "{\"imageId\": " + "{\"a\": ".repeat(5_000) + "1" + "}".repeat(5_001),
                "{\"imageId\": \"img\", \"" + "x".repeat(50_000) + "\": 1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"imageId\": \"\u00ff\"}",
                "{\"imageId\": \"\u00c0\u00af\"}",
                "{\"imageId\": \"\u00ed\u00a0\u0080\"}",
                "\u00fe"
            })
    void bodiesThatAreNotUtf8AreRefused(String bytesAsCharacters) {
        assertInvalid(bytesAsCharacters.getBytes(ISO_8859_1));
    }

    private void assertInvalid(byte[] body) {
        for (String function : new String[] {"add", "get-size", "get-presigned", "delete"}) {
            String sentence = functions
                    .request("POST", function, BodyPublishers.ofByteArray(body))
                    .problem(400, "invalid-request");
            assertTrue(sentence.length() < 200, sentence);
        }
    }
}
