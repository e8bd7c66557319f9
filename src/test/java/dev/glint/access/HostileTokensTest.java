package dev.glint.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.RawHttp;
import dev.glint.testing.Settings;
import dev.glint.testing.SigningKey;
import dev.glint.testing.TokenIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is meant to go around access rules, or to break them. */
@QuarkusTest
@WithTestResource(TokenIssuer.class)
class HostileTokensTest {

    private static final int TOKENS = 200;
    /** A new seed in each run, or that of {@code -Dglint.fuzz.seed=}. A failure names it. */
    private static final int SEED = Integer.getInteger("glint.fuzz.seed", new Random().nextInt(1_000_000));

    private static final String GET_SIZE = "{\"imageId\": \"a.1\"}";

    private final Functions functions = Functions.ofTest();

    @ParameterizedTest
    @ValueSource(strings = {"//add", "/add/", "/%61dd", "/./add", "/x/../add", "/add;x", "/ADD", "/add?a=b", "/add#b"})
    void noSpellingOfAPathGoesAroundTheRules(String path) {
        String answer = RawHttp.answer(functions.base(), RawHttp.post(path, GET_SIZE, "Host: glint"));
        assertTrue(answer.matches("(?s)HTTP/1.1 (400|401|404) .*"), answer);
    }

    @Test
    void tokenLargerThanHeadersMayBeIsRefused() {
        String request =
                RawHttp.post("/get-size", GET_SIZE, "Host: glint", "Authorization: Bearer " + "x".repeat(100_000));
        String answer = RawHttp.answer(functions.base(), request);
        assertTrue(answer.matches("(?s)HTTP/1.1 (401|431) .*"), answer);
    }

    /** Valid tokens, each with something changed. */
    @Test
    void noGeneratedTokenIsAccepted() {
        Random random = new Random(SEED);
        SigningKey key = SigningKey.parse(Settings.get(TokenIssuer.KEY));
        String valid = key.token("images", "a.", "groups", List.of("image-admin"));
        for (int count = 0; count < TOKENS; count++) {
            String token = changed(valid, random);
            if (!token.equals(valid)) {
                Answer answer = functions.post("get-size", GET_SIZE, "Authorization", "Bearer " + token);
                assertEquals(401, answer.status(), () -> "-Dglint.fuzz.seed=" + SEED + ": " + token);
            }
        }
    }

    private static String changed(String token, Random random) {
        // A blank before a token, and some bits of the last character of a part, mean nothing.
        int at = 1 + random.nextInt(token.length() - 3);
        String alphabet = "ABCXYZabcxyz0189-_.=+/ ";
        char other = alphabet.charAt(random.nextInt(alphabet.length()));
        return switch (random.nextInt(5)) {
            case 0 -> token.substring(0, at) + other + token.substring(at + 1);
            case 1 -> token.substring(0, at) + token.substring(at + 1);
            case 2 -> token.substring(0, at) + other + token.substring(at);
            case 3 -> token.substring(0, at);
            default -> token.substring(at + 1) + token.substring(0, at);
        };
    }
}
