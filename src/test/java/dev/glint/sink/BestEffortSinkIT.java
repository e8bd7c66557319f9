package dev.glint.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.EventReceiver;
import dev.glint.testing.PackagedApplication;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sink that is told where that is possible. */
class BestEffortSinkIT extends SinkSuite {

    @Test
    void deadSinkFailsNoCall() {
        Map<String, String> configuration =
                Map.of("glint.events.sink", SINK.uri(), "glint.events.delivery", "best-effort");
        try (PackagedApplication application = start(configuration, Map.of())) {
            assertTold("added", add(application, "key", "img").ok());
            SINK.reply(EventReceiver.status(503));
            delete(application, "key", "img").ok();
            SINK.reply(EventReceiver.status(400));
            add(application, "again", "img").ok();
            assertTrue(application.log().stream().anyMatch(line -> line.contains("The sink was not told of img")));
            String metrics = application.functions().get("q/metrics").response().body();
            assertEquals(
                    1,
                    metrics.lines()
                            .filter("glint_events_total{outcome=\"delivered\"} 1.0"::equals)
                            .count(),
                    metrics);
            assertEquals(
                    1,
                    metrics.lines()
                            .filter("glint_events_total{outcome=\"failed\"} 2.0"::equals)
                            .count(),
                    metrics);
            S3.take("img");
        }
    }
}
