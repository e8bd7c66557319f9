package dev.glint.access;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SigningKey;
import dev.glint.testing.TokenIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that may only name ids with a prefix. */
@QuarkusTest
@WithTestResource(TokenIssuer.class)
class PrefixTest {

    private static final String ADD = "{\"imageId\": \"%s\", \"data\": \"AAEC\"}";

    private final SigningKey key = SigningKey.parse(Settings.get(TokenIssuer.KEY));
    private final Functions functions = Functions.ofTest();

    private Answer post(String token, String function, String body) {
        return functions.post(function, body, "Authorization", "Bearer " + token);
    }

    @ParameterizedTest
    @CsvSource({
        "a.,  a.1, true",
        "a.,  a.,  true",
        "a.,  a,   false",
        "a.,  A.1, false",
        "a.,  b.1, false",
        "a.,  .a.1, false",
        "a.1, a.1, true",
        "a.1, a.10, true",
        "a.1, a.,  false",
        "'',  a.1, false"
    })
    void idsBeginWithThePrefix(String prefix, String id, boolean isAllowed) {
        String token = key.token("images", prefix, "groups", List.of("image-admin"));
        String location = "s3+" + Settings.get("s3.store.host") + "/" + Settings.get("s3.store.bucket") + "/" + id;
        List<String[]> calls = List.of(
                new String[] {"add", ADD.formatted(id)},
                new String[] {"add", "{\"imageId\": \"%s\", \"source\": \"%s\"}".formatted(prefix + "x", location)},
                new String[] {"add", "{\"imageId\": \"%s\", \"upload\": {}}".formatted(id)},
                new String[] {"get-size", "{\"imageId\": \"%s\"}".formatted(id)},
                new String[] {"get-size", "{\"location\": \"%s\"}".formatted(location)},
                new String[] {"get-presigned", "{\"imageId\": \"%s\"}".formatted(id)},
                new String[] {"get-presigned", "{\"location\": \"%s\"}".formatted(location)},
                new String[] {
                    "get-presigned", "{\"imageId\": \"%s\", \"operation\": \"upload\", \"size\": 3}".formatted(id)
                },
                new String[] {"delete", "{\"imageId\": \"%s\", \"uploadId\": \"none\"}".formatted(id)},
                new String[] {"delete", "{\"location\": \"%s\"}".formatted(location)},
                new String[] {"delete", "{\"imageId\": \"%s\"}".formatted(id)});
        for (String[] call : calls) {
            Answer answer = post(token, call[0], call[1]);
            if (isAllowed) {
                assertTrue(answer.status() < 500 && answer.status() != 403, answer.response()::body);
            } else {
                answer.problem(403, "forbidden");
            }
        }
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.remove(prefix + "x");
            s3.assertEmptyAndClean();
        }
    }

    @Test
    void tokenWithoutThePrefixMayNameNothing() {
        post(key.token(), "get-size", "{\"imageId\": \"a.1\"}").problem(403, "forbidden");
        post(key.token("images", List.of("a.")), "get-size", "{\"imageId\": \"a.1\"}")
                .problem(403, "forbidden");
    }
}
