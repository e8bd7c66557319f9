package dev.glint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Web pages of other sites may call the functions only if a configuration key names them. */
@Execution(ExecutionMode.CONCURRENT)
class CorsIT {

    private static final String PAGE = "https://page.example";

    private static PackagedApplication open;
    private static PackagedApplication closed;

    @BeforeAll
    static void start() {
        open = start(Map.of("quarkus.http.cors.origins", PAGE));
        closed = start(Map.of());
    }

    @AfterAll
    static void stop() {
        open.close();
        closed.close();
    }

    @Test
    void configuredPageMayCall() {
        for (String function : new String[] {"add", "get-size", "get-presigned", "delete"}) {
            Answer preflight = preflight(open, function, PAGE);
            assertEquals(200, preflight.status());
            assertEquals(PAGE, preflight.header("Access-Control-Allow-Origin"));
            assertEquals("POST", preflight.header("Access-Control-Allow-Methods"));
            assertEquals(
                    "content-type,idempotency-key,authorization", preflight.header("Access-Control-Allow-Headers"));
            assertEquals("false", preflight.header("Access-Control-Allow-Credentials"));
        }
        Answer answer = presign(open, PAGE).ok();
        assertEquals(PAGE, answer.header("Access-Control-Allow-Origin"));
        assertEquals("Retry-After", answer.header("Access-Control-Expose-Headers"));
        Answer problem = open.functions().post("add", "{}", "Origin", PAGE);
        problem.problem(400, "invalid-request");
        assertEquals(PAGE, problem.header("Access-Control-Allow-Origin"), "a page can read what went wrong");
    }

    @Test
    void otherPageMayNotCall() {
        Answer preflight = preflight(open, "add", "https://other.example");
        assertEquals(403, preflight.status());
        assertNull(preflight.header("Access-Control-Allow-Origin"));
    }

    /** Nothing is refused either: behind a proxy, a page of the same site can seem to come from another one. */
    @Test
    void noPageMayCallUnlessOneIsConfigured() {
        preflight(closed, "add", PAGE).problem(405, "method-not-allowed");
        assertNull(presign(closed, PAGE).ok().header("Access-Control-Allow-Origin"));
    }

    /** It is in the package, and no more of OpenAPI than this. */
    @Test
    void documentOfTheFunctionsIsServedAsItIs() throws IOException {
        Answer answer = closed.functions().get("q/openapi").ok();
        assertEquals("application/yaml", answer.header("Content-Type"));
        assertEquals(
                Files.readString(Path.of("src/main/resources/META-INF/openapi.yaml")),
                answer.response().body());
        closed.functions().get("q/swagger-ui").problem(404, "unknown-function");
    }

    private static PackagedApplication start(Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.putAll(Map.of(
                "s3.store.host", "https://s3.test",
                "s3.store.bucket", "images",
                "s3.store.access-key", "access",
                "s3.store.secret-key", "secret"));
        return new PackagedApplication(configuration);
    }

    private static Answer preflight(PackagedApplication application, String function, String origin) {
        return application
                .functions()
                .request(
                        "OPTIONS",
                        function,
                        BodyPublishers.noBody(),
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "content-type,idempotency-key,authorization");
    }

    private static Answer presign(PackagedApplication application, String origin) {
        return application
                .functions()
                .post("get-presigned", "{\"imageId\": \"img\", \"verify\": false}", "Origin", origin);
    }
}
