package dev.glint.access;

import static dev.glint.testing.SigningKey.claims;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Events;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.LogCapture;
import dev.glint.testing.PlainS3;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Shape;
import dev.glint.testing.Settings;
import dev.glint.testing.SigningKey;
import dev.glint.testing.TokenIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with tokens and without, where access rules are configured. */
@QuarkusTest
@WithTestResource(TokenIssuer.class)
class AccessTest {

    private static final String ADD = "{\"imageId\": \"%s\", \"data\": \"AAEC\"}";

    private final SigningKey key = SigningKey.parse(Settings.get(TokenIssuer.KEY));
    private final Functions functions = Functions.ofTest();
    private final LogCapture log = new LogCapture();

    @AfterEach
    void nothingIsStoredAndNoTokenIsLogged() {
        log.close();
        assertFalse(log.records().stream().anyMatch(line -> line.contains("eyJ")), log.records()::toString);
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.assertEmptyAndClean();
        }
    }

    private String token(String prefix, String... roles) {
        return key.token("images", prefix, "groups", List.of(roles));
    }

    private Answer post(String token, String function, String body) {
        return functions.post(function, body, "Authorization", "Bearer " + token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "get-size", "get-presigned", "delete"})
    void callWithoutATokenIsRefused(String function) {
        Answer answer = functions.post(function, "{\"imageId\": \"a.1\"}");
        answer.problem(401, "unauthenticated");
        assertEquals("Bearer", answer.header("WWW-Authenticate"));
        // Even before the body is looked at.
        functions.post(function, "no JSON").problem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Token x", "Bearer x", "Bearer a.b.c"})
    void otherCredentialsAreRefused(String header) {
        functions
                .post("get-size", "{\"imageId\": \"a.1\"}", "Authorization", header)
                .problem(401, "unauthenticated");
    }

    @Test
    void twoTokensAreRefused() {
        String token = "Bearer " + token("a.");
        functions
                .post("get-size", "{\"imageId\": \"a.1\"}", "Authorization", token, "Authorization", token)
                .problem(401, "unauthenticated");
    }

    @Test
    void schemeMayBeInAnyCase() {
        functions
                .post("get-size", "{\"imageId\": \"a.1\"}", "Authorization", "bearer  " + token("a."))
                .ok();
    }

    @Test
    void reasonIsTold() {
        String expired = key.sign(claims(claims -> claims.setExpirationTimeMinutesInTheFuture(-5)));
        assertEquals(
                "The token has expired.",
                post(expired, "get-size", "{\"imageId\": \"a.1\"}").problem(401, "unauthenticated"));
    }

    @ParameterizedTest
    @CsvSource({
        "add,           image-writer, 200",
        "add,           image-admin,  200",
        "add,           image-reader, 403",
        "add,           IMAGE-WRITER, 403",
        "add,           '',           403",
        "get-size,      image-reader, 200",
        "get-size,      '',           200",
        "get-presigned, '',           404",
        "delete,        image-writer, 403",
        "delete,        image-admin,  404"
    })
    void functionsNeedTheirRoles(String function, String role, int status) {
        String body = function.equals("add") ? ADD.formatted("a.1") : "{\"imageId\": \"a.1\"}";
        Answer answer = post(token("a.", role), function, body);
        assertEquals(status, answer.status(), answer.response()::body);
        if (status == 403) {
            assertTrue(answer.problem(403, "forbidden").contains("glint.access." + function));
        }
        clean("a.1");
    }

    @ParameterizedTest
    @CsvSource({"'', 403", "image-writer, 200"})
    void uploadsNeedTheRolesOfAddToo(String role, int status) {
        String upload = "{\"imageId\": \"a.1\", \"operation\": \"upload\", \"size\": 3}";
        assertEquals(status, post(token("a.", role), "get-presigned", upload).status());
    }

    @ParameterizedTest
    @CsvSource({"scope, image-reader image-writer", "scp, image-writer", "roles, image-writer"})
    void scopesCountAsRolesDo(String claim, String value) {
        String token = key.token("images", "a.", claim, value);
        post(token, "add", ADD.formatted("a.1")).ok();
        clean("a.1");
    }

    private static void clean(String id) {
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.remove(id);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsNeedATokenToo(Mode mode) {
        Events events = new Events(functions.base(), mode);
        Events.Reply refused = events.deliver("1", "dev.glint.image.add", ADD.formatted("a.1"));
        assertEquals(401, refused.response().statusCode());
        assertEquals("", refused.response().body());
        assertEquals(
                "Bearer",
                refused.response().headers().firstValue("WWW-Authenticate").orElseThrow());
        assertEquals(403, deliver(mode, token("b.", "image-admin")).response().statusCode());
        assertEquals(403, deliver(mode, token("a.")).response().statusCode());
        assertEquals(200, deliver(mode, token("a.", "image-admin")).response().statusCode());
        clean("a.1");
    }

    private Events.Reply deliver(Mode mode, String token) {
        return new Events(functions.base(), mode)
                .deliver(
                        Map.of("specversion", "1.0", "id", "1", "source", "/t", "type", "dev.glint.image.add"),
                        ADD.formatted("a.1"),
                        "Authorization",
                        "Bearer " + token);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADAPTER", "MINIO"})
    void notificationsAreCallsOfAdd(Shape shape) {
        assertEquals(401, notify(shape, "none"));
        assertEquals(401, functions.post("", "{\"Records\": 7}").status());
        assertEquals(403, notify(shape, token("a.")));
        assertEquals(403, notify(shape, token("b.", "image-writer")));
        assertEquals(204, notify(shape, token("a.", "image-writer")), "there is no such object");
    }

    private int notify(Shape shape, String token) {
        String bucket = Settings.get("s3.store.bucket");
        return shape.deliver(
                        functions.base(), S3Notifications.PUT, bucket, "a.1", 3, "Authorization", "Bearer " + token)
                .response()
                .statusCode();
    }

    @Test
    void probesNeedNone() {
        functions.get("q/health/live").ok();
        assertEquals(200, functions.get("q/metrics").status());
    }
}
