package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Await;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import dev.glint.testing.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are over hold no bytes of their bodies, even where something still refers to them. */
@QuarkusTest
class BodyReleaseTest {

    private static final int LARGE = 1_000_000;

    /** Keeps the bodies of all requests while a test wants it to. */
    @Singleton
    static class BodyKeeper {

        static final List<RequestBody> KEPT = new CopyOnWriteArrayList<>();
        static volatile boolean isOn;

        /** Sees requests before their bodies have come. */
        void install(@Observes @Priority(1) Router router) {
            router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER + 1).handler(BodyKeeper::keep);
        }

        private static void keep(RoutingContext context) {
            AdmittedRequest admitted = AdmittedRequest.of(context);
            if (isOn && admitted != null) {
                KEPT.add(admitted.body());
            }
            context.next();
        }
    }

    private final Functions functions = Functions.ofTest();

    @BeforeEach
    void keep() {
        BodyKeeper.isOn = true;
    }

    @AfterEach
    void keepNoMore() {
        BodyKeeper.isOn = false;
        BodyKeeper.KEPT.clear();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/add,           200, {\"imageId\": \"kept\"; \"data\": \"%s\"}",
                "/add,           400, {\"imageId\": \"kept\"; \"data\": \"%s!\"}",
                "/add,           400, {\"imageId\": \"kept\"; \"nothing\": \"%s\"}",
                "/add,           400, [%s]",
                "/get-size,      413, {\"imageId\": \"%s\"}",
                "/get-presigned, 400, {\"imageId\": \"none\"; \"method\": \"NO\"}",
                "/delete,        404, {\"imageId\": \"none\"}"
            })
    void answeredCallsHoldNothing(String path, int status, String body) {
        String text = body.replace(';', ',').replace("%s", "A".repeat(LARGE));
        assertStatus(status, RawHttp.answer(functions.base(), RawHttp.post(path, text, "Host: glint")));
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.remove("kept");
        }
        assertNothingIsHeld();
    }

    @Test
    void answeredEventsHoldNothing() {
        String event =
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/tests\", \"type\": \"dev.glint.image.add\","
                        + " \"data\": {\"imageId\": \"kept\", \"size\": 1, \"data\": \"" + "A".repeat(LARGE) + "\"}}";
        String type = "Content-Type: application/cloudevents+json";
        assertStatus(422, RawHttp.answer(functions.base(), RawHttp.post("/", event, "Host: glint", type)));
        assertNothingIsHeld();
    }

    @Test
    void clientsThatLeaveInTheMiddleLeaveNothing() {
        try (RawHttp client = new RawHttp(functions.base())) {
            client.send("POST /add HTTP/1.1\r\nHost: glint\r\nContent-Length: 2000000\r\n\r\n" + "A".repeat(LARGE));
            Await.until(() -> BodyKeeper.KEPT.stream().anyMatch(body -> body.length() == LARGE), "nothing comes");
        }
        assertNothingIsHeld();
    }

    /** A client may have its answer before the request is over. */
    private static void assertNothingIsHeld() {
        assertEquals(1, BodyKeeper.KEPT.size());
        Await.until(() -> BodyKeeper.KEPT.get(0).length() == 0, "bytes are held");
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }
}
