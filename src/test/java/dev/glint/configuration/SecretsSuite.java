package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.LogCapture;
import dev.glint.testing.OwnS3Proxy;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import dev.glint.testing.VirtualHosts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Secrets that no answer and no log line may contain, whether a call succeeds or fails. */
@QuarkusTestResource(SourceServer.class)
@WithTestResource(VirtualHosts.class)
abstract class SecretsSuite {

    /** Used for every secret of a caller; the store has other secrets. */
    static final String SECRET = "hush/hush+hush";

    static final String KEYS = OwnS3Proxy.ACCESS_KEY + ":" + OwnS3Proxy.SECRET_KEY;
    static final String SIGNATURE = "X-Amz-Signature";

    final Functions functions = Functions.ofTest();
    final LogCapture log = new LogCapture();
    private final List<Answer> answers = new ArrayList<>();

    @BeforeEach
    void storeAnImage() {
        functions.call("add", "imageId", "img", "data", "AAEC").ok();
    }

    @AfterEach
    void assertNoSecretIsRevealed() {
        try (log;
                PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.take("img");
            s3.assertEmptyAndClean();
        }
        for (String record : log.records()) {
            for (String secret : List.of("hush", OwnS3Proxy.SECRET_KEY, SIGNATURE)) {
                assertFalse(record.contains(secret), record);
            }
        }
        for (Answer answer : answers) {
            assertTellsNothing(answer);
        }
    }

    private static void assertTellsNothing(Answer answer) {
        ObjectNode withoutUrl = ((ObjectNode) answer.json()).without(List.of("url"));
        assertFalse(withoutUrl.toString().contains(SIGNATURE), withoutUrl::toString);
        for (String secret : List.of("hush", OwnS3Proxy.SECRET_KEY)) {
            assertFalse(answer.response().body().contains(secret), answer.response()::body);
            assertFalse(answer.response().headers().toString().contains(secret));
        }
    }

    /** Calls a function, and keeps the answer for the check. */
    Answer call(String function, Object... fields) {
        return remembered(functions.call(function, fields));
    }

    /** Like {@link #call}, with a given body. */
    Answer post(String function, String body) {
        return remembered(functions.post(function, body));
    }

    private Answer remembered(Answer answer) {
        answers.add(answer);
        return answer;
    }
}
