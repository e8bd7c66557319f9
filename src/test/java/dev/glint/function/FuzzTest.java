package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.OpenApi;
import dev.glint.testing.PlainS3;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
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

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * What the OpenAPI document cannot tell about a request: which keys, times and hash algorithm are configured, what S3 knows of an
     * upload, how many digits base64 has, and what a URL is.
     */
    private static final Pattern BEYOND_THE_DOCUMENT = Pattern.compile(
            "The field (data|source|checksumsUrl|signature|signatureKey|hash|expiresIn|size|firstPart|upload\\.parts) must .*|.* half of a surrogate pair\\.");

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
            String context = "one of -Dglint.fuzz.seed=" + SEED + ", " + function + " " + body;
            assertSound(answer, context);
            assertDocumented(function, body, answer, context);
            giveUp(body, answer.json());
            statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger())
                    .incrementAndGet();
        });
        // If all requests were refused at once, the test would prove little.
        List.of(200, 400, 404)
                .forEach(status -> assertTrue(statuses.containsKey(status), status + " not among " + statuses));
    }

    /** What the document allows is refused for no other reason than those above, and what it does not allow never succeeds. */
    private static void assertDocumented(String function, String body, Answer answer, String context) {
        Optional<JsonNode> request = parsed(body);
        if (request.isEmpty()) {
            return;
        }
        boolean isAllowed =
                OpenApi.errors(OpenApi.request(function), request.get()).isEmpty();
        boolean isRefused = "urn:glint:invalid-request".equals(answer.text("type"));
        if (isAllowed && isRefused) {
            assertTrue(BEYOND_THE_DOCUMENT.matcher(answer.text("detail")).matches(), answer.text("detail") + context);
        }
        if (!isAllowed && !body.contains("null")) {
            assertTrue(answer.status() != 200, context);
        }
    }

    private static Optional<JsonNode> parsed(String body) {
        try {
            return Optional.of(STRICT.readTree(body));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
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
