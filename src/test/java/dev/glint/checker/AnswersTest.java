package dev.glint.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.glint.checker.Request.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {

    @ParameterizedTest
    @CsvSource({
        "409, duplicate, The id is taken., TAKEN",
        "404, not-found, There is no image., ABSENT",
        "422, content-mismatch, The checksum is another., REFUSED",
        "502, source-failed, The source broke off., REFUSED",
        "503, store-unavailable, S3 failed with 500; try again., FAILED",
        "503, store-unavailable, S3 did not answer., UNKNOWN",
        "503, store-unavailable, Whether the image is stored is not known., UNKNOWN",
        "500, internal-error, This is a bug., WRONG",
        "500, bad-store-configuration, The bucket does not exist., WRONG",
        "404, duplicate, The id is taken., WRONG",
    })
    void problemsAreReadAsOutcomes(int status, String type, String sentence, Told.Outcome outcome) {
        String problem = "{\"type\":\"urn:glint:%s\",\"title\":\"x\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(type, status, sentence);
        Told told = Answers.read(request("add", Form.PLAIN), status, problem);
        assertEquals(outcome, told.outcome());
    }

    @ParameterizedTest
    @CsvSource({"412, TAKEN", "410, ABSENT", "422, REFUSED", "503, UNKNOWN", "500, WRONG", "404, WRONG"})
    void eventStatusesAreReadAsOutcomes(int status, Told.Outcome outcome) {
        assertEquals(
                outcome,
                Answers.read(request("add", Form.BINARY_EVENT), status, "").outcome());
        assertEquals(
                Told.Outcome.WRONG,
                Answers.read(request("add", Form.BINARY_EVENT), status, "{}").outcome());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void successesAreReadWithSizeAndChecksum(Form form) {
        String answer = "{\"size\": 5, \"checksum\": \"abc\"}";
        String body = form == Form.STRUCTURED_EVENT ? "{\"data\": " + answer + "}" : answer;
        Told told = Answers.read(request("add", form), 200, body);
        assertEquals(Told.Outcome.DONE, told.outcome());
        assertEquals(5, told.size());
        assertEquals("abc", told.checksum());
    }

    @Test
    void missingImagesAreReadAsAbsent() {
        Request request = request("get-size", Form.PLAIN);
        assertEquals(
                Told.Outcome.ABSENT,
                Answers.read(request, 200, "{\"size\": 0, \"available\": false, \"reason\": \"not-found\"}")
                        .outcome());
        assertEquals(
                Told.Outcome.FAILED,
                Answers.read(request, 200, "{\"size\": 0, \"available\": false, \"reason\": \"store-unavailable\"}")
                        .outcome());
        Told deleted = Answers.read(request, 200, "{\"deleted\": false}");
        assertEquals(Told.Outcome.ABSENT, deleted.outcome());
        assertNull(deleted.checksum());
    }

    @Test
    void answersThatAreNotJsonAreWrong() {
        assertEquals(
                Told.Outcome.WRONG,
                Answers.read(request("add", Form.PLAIN), 500, "<html>").outcome());
    }

    private static Request request(String function, Form form) {
        return new Request(function, JsonNodeFactory.instance.objectNode(), form, "key");
    }
}
