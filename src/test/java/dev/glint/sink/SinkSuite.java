package dev.glint.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.EventReceiver;
import dev.glint.testing.EventReceiver.Received;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.OpenApi;
import dev.glint.testing.PackagedApplication;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import dev.glint.testing.TwoFacedS3Proxy;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The packaged application with a sink of events, S3 and a source, which all classes use in turn. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("sink of events")
abstract class SinkSuite {

    static final String BUCKET = "news";
    static final EventReceiver SINK = new EventReceiver();
    private static final TwoFacedS3Proxy SERVER = new TwoFacedS3Proxy();
    private static final SourceServer SOURCE = new SourceServer();
    static final PlainS3 S3 = new PlainS3(SERVER.uri(), TwoFacedS3Proxy.ACCESS_KEY, TwoFacedS3Proxy.SECRET_KEY, BUCKET);
    private static final String OVERRIDES = "{\"extensions\": {\"tenant\": \"a%b\"}}";
    private static Map<String, String> basics;
    private static PackagedApplication application;

    @BeforeAll
    static void startServers() {
        if (basics == null) {
            S3.client().createBucket(request -> request.bucket(BUCKET));
            basics = new HashMap<>(SOURCE.start());
            basics.putAll(SERVER.configuration(BUCKET));
            basics.put("s3.store.part-size", "5M");
            basics.put("s3.store.deadline", FaultyWorld.DEADLINE.toString());
        }
    }

    static PackagedApplication start(Map<String, String> more, Map<String, String> environment) {
        Map<String, String> configuration = new HashMap<>(basics);
        configuration.putAll(more);
        return new PackagedApplication(configuration, environment);
    }

    /** One for all tests, with the variables that Knative sets. It ends with the process. */
    static PackagedApplication application() {
        if (application == null) {
            application = start(Map.of(), Map.of("K_SINK", SINK.uri(), "K_CE_OVERRIDES", OVERRIDES));
            Runtime.getRuntime().addShutdownHook(new Thread(application::close));
        }
        return application;
    }

    static String source(String path) {
        return basics.get("test.source.url") + path;
    }

    @AfterEach
    void nothingIsLeft() {
        SINK.reply(EventReceiver.status(202));
        SINK.take();
        S3.assertEmptyAndClean();
    }

    static Answer add(PackagedApplication application, String key, String id) {
        return application.functions().callAs(key, "add", "imageId", id, "data", "AAEC");
    }

    static Answer delete(PackagedApplication application, String key, String id) {
        return application.functions().callAs(key, "delete", "imageId", id);
    }

    /** Asserts that one event has come, about what an answer says. */
    static Received assertTold(String type, Answer answer) {
        List<Received> events = SINK.take();
        assertEquals(1, events.size(), events::toString);
        assertEvent(type, answer.text("imageId"), events.get(0));
        assertEquals(answer.json(), Functions.parse(events.get(0).body()));
        return events.get(0);
    }

    static void assertEvent(String type, String subject, Received event) {
        assertEquals("1.0", event.attribute("specversion"));
        assertEquals("dev.glint.image." + type, event.attribute("type"));
        assertEquals("/glint", event.attribute("source"));
        assertEquals(subject, event.attribute("subject"));
        assertEquals(64, event.attribute("id").length());
        OffsetDateTime.parse(event.attribute("time"));
        String webhook = type.equals("added") ? "imageAdded" : "imageDeleted";
        OpenApi.assertWebhook(webhook, event.headers()::get, Functions.parse(event.body()));
    }
}
