package dev.glint.checker;

import static dev.glint.checker.Told.Outcome.ABSENT;
import static dev.glint.checker.Told.Outcome.DONE;
import static dev.glint.checker.Told.Outcome.FAILED;
import static dev.glint.checker.Told.Outcome.REFUSED;
import static dev.glint.checker.Told.Outcome.TAKEN;
import static dev.glint.checker.Told.Outcome.UNKNOWN;
import static dev.glint.checker.Told.Outcome.WRONG;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.checker.Request.Form;
import java.util.Set;

/** Translates answers of the application into outcomes. */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Parts of sentences which say that the image may be stored after all. */
    private static final Set<String> UNCERTAIN =
            Set.of("not known", "S3 did not answer", "could not be removed", "The upload is complete");

    private Answers() {}

    static Told read(Request request, int status, String body) {
        try {
            if (status == 200) {
                JsonNode answer = JSON.readTree(body);
                return done(request.form() == Form.STRUCTURED_EVENT ? answer.path("data") : answer);
            }
            return request.form() == Form.PLAIN ? problem(status, JSON.readTree(body)) : ofEvent(status, body);
        } catch (JsonProcessingException e) {
            return Told.of(WRONG, status + ", no JSON: " + body);
        }
    }

    private static Told done(JsonNode answer) {
        long size = answer.path("size").asLong(-1);
        String words = answer.toString();
        if (answer.has("available") && !answer.path("available").asBoolean()) {
            return Told.of(answer.path("reason").asText().equals("not-found") ? ABSENT : FAILED, words);
        }
        if (answer.has("deleted") && !answer.path("deleted").asBoolean()) {
            return Told.of(ABSENT, words);
        }
        return new Told(
                DONE,
                size,
                answer.path("checksum").asText(null),
                answer.path("hash").asText(null),
                words);
    }

    private static Told problem(int status, JsonNode problem) {
        String type = problem.path("type").asText();
        String sentence = problem.path("detail").asText();
        String words = status + " " + type + ", " + sentence;
        boolean asDocumented = problem.path("status").asInt() == status;
        return Told.of(
                !asDocumented
                        ? WRONG
                        : switch (type.replaceFirst("urn:glint:", "") + " " + status) {
                            case "duplicate 409" -> TAKEN;
                            case "not-found 404" -> ABSENT;
                            case "content-mismatch 422", "source-failed 502" -> REFUSED;
                            case "store-unavailable 503" ->
                                UNCERTAIN.stream().anyMatch(sentence::contains) ? UNKNOWN : FAILED;
                            default -> WRONG;
                        },
                words);
    }

    /** The answer to an event is only a status. */
    private static Told ofEvent(int status, String body) {
        return Told.of(
                !body.isEmpty()
                        ? WRONG
                        : switch (status) {
                            case 412 -> TAKEN;
                            case 410 -> ABSENT;
                            case 422 -> REFUSED;
                            case 503 -> UNKNOWN;
                            default -> WRONG;
                        },
                status + " " + body);
    }
}
