package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainS3;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The functions answer random requests with a success, or with a problem of the caller, of S3 or of a source. */
@QuarkusTest
class FuzzTest {

    /** The number of requests, which {@code -Dglint.fuzz.requests=} changes. */
    private static final int REQUESTS = Integer.getInteger("glint.fuzz.requests", 2_000);
    /** A new seed in each run, or that of {@code -Dglint.fuzz.seed=}. A failure names it. */
    private static final int SEED = Integer.getInteger("glint.fuzz.seed", new Random().nextInt(1_000_000));

    private static final List<String> FUNCTIONS = List.of("add", "get-size", "get-presigned", "delete");

    private static final List<String> FAILURES_OF_OTHERS = List.of("store-unavailable", "source-failed");

    private final Functions functions = Functions.ofTest();
    private final PlainS3 s3 = PlainS3.ofConfiguration();

    @AfterEach
    void clean() {
        s3.keys()
                .forEach(key -> s3.client()
                        .deleteObject(request -> request.bucket(s3.bucket()).key(key)));
        assertEquals(List.of(), s3.unfinishedUploads());
        s3.close();
    }

    @Test
    void randomRequestsCauseNoInternalError() {
        ConcurrentHashMap<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
        // Not consecutive numbers: generators that start from those begin alike, and would all ask for one function.
        new Random(SEED).longs(REQUESTS).parallel().forEach(seed -> {
            Random random = new Random(seed);
            String function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
            String body = new RequestGenerator(random).body(function);
            Answer answer = functions.post(function, body);
            assertSound(answer, "one of -Dglint.fuzz.seed=" + SEED + ", " + function + " " + body);
            giveUp(body, answer.json());
            statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger())
                    .incrementAndGet();
        });
        // If all requests were refused at once, the test would prove little.
        List.of(200, 400, 404)
                .forEach(status -> assertTrue(statuses.containsKey(status), status + " not among " + statuses));
    }

    /** A random size can be large enough for an upload in parts. */
    private void giveUp(String request, JsonNode answer) {
        if (answer.has("uploadId")) {
            String image = Functions.parse(request).path("imageId").asText();
            String upload = answer.path("uploadId").asText();
            functions.call("delete", "imageId", image, "uploadId", upload).ok();
        }
    }

    private static void assertSound(Answer answer, String request) {
        if (answer.status() != 200) {
            String type = answer.json().path("type").asText().replace("urn:glint:", "");
            assertTrue(
                    answer.status() < 500 || FAILURES_OF_OTHERS.contains(type),
                    answer.response().body() + request);
            answer.problem(answer.status(), type);
        }
    }
}
