package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.beforeReply;
import static dev.glint.testing.S3Operation.UPLOAD_PART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.FaultyApplication;
import dev.glint.testing.Sequential;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The metrics in the format of Prometheus. All tests share one application, so they compare differences. */
@Sequential
class MetricsIT extends FaultSuite {

    @AutoClose
    private static final FaultyApplication OWN = new FaultyApplication(Map.of());

    MetricsIT() {
        super(OWN);
    }

    @Test
    void callsAreCountedByFunctionAndOutcome() {
        String stored = "glint_calls_seconds_count{function=\"add\",outcome=\"ok\"}";
        String taken = "glint_calls_seconds_count{function=\"add\",outcome=\"duplicate\"}";
        String refused = "glint_calls_seconds_count{function=\"add\",outcome=\"source-refused\"}";
        String absent = "glint_calls_seconds_count{function=\"get-size\",outcome=\"not-found\"}";
        String wrong = "glint_calls_seconds_count{function=\"delete\",outcome=\"invalid-request\"}";
        List<String> all = List.of(stored, taken, refused, absent, wrong);
        List<Double> before = all.stream().map(this::value).toList();

        add(SINGLE).ok();
        add(SINGLE).problem(409, "duplicate");
        addFrom("ftp://host/").problem(403, "source-refused");
        functions.call("get-size", "imageId", "absent").ok();
        functions.call("delete").problem(400, "invalid-request");
        for (int i = 0; i < all.size(); i++) {
            assertEquals(before.get(i) + 1, value(all.get(i)), all.get(i));
        }
        remove();
    }

    @Test
    void requestsAreCountedByOperationAndOutcomeAndSoAreRetries() {
        String sent = "glint_s3_requests_seconds_count{operation=\"UploadPart\",outcome=\"200\"}";
        String begun = "glint_s3_requests_seconds_count{operation=\"CreateMultipartUpload\",outcome=\"200\"}";
        String repeated = "glint_s3_retries_total{operation=\"UploadPart\"}";
        double sentBefore = value(sent);
        double begunBefore = value(begun);
        double repeatedBefore = value(repeated);

        world.s3().on(UPLOAD_PART).once(answer(500, "InternalError"));
        add(MULTIPART).ok();
        assertEquals(sentBefore + 3, value(sent));
        assertEquals(begunBefore + 1, value(begun));
        assertEquals(repeatedBefore + 1, value(repeated));

        String failed = "glint_s3_requests_seconds_count{operation=\"HeadObject\",outcome=\"403\"}";
        double failedBefore = value(failed);
        world.s3().onAny().always(answer(403, "AccessDenied"));
        functions.call("get-size", "imageId", id).ok();
        assertEquals(failedBefore + 1, value(failed));
        world.s3().clear();
        remove();
    }

    @Test
    void storedBytesAndPartsInFlightAreCounted() {
        double before = value("glint_stored_bytes_total");
        Queue<Double> inFlight = new ConcurrentLinkedQueue<>();
        world.s3().onPart(1).once(beforeReply(() -> inFlight.add(value("glint_parts_in_flight"))));
        addAs("counted", MULTIPART);
        addAs("counted", MULTIPART).ok();
        assertEquals(before + MULTIPART, value("glint_stored_bytes_total"));
        assertTrue(inFlight.remove() >= 1);
        assertEquals(0, value("glint_parts_in_flight"));
        remove();
    }

    /** No value that callers choose becomes part of a series. */
    @Test
    void metricsHaveNoSeriesForEachImage() {
        functions.call("get-size", "imageId", id).ok();
        assertTrue(metrics().contains("jvm_memory_used_bytes{area=\"heap\""), "no memory");
        assertTrue(metrics().lines().noneMatch(line -> line.contains(id) || line.startsWith("http_")));
    }

    /** The value of a series; 0 if it does not exist yet. */
    private double value(String series) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    private String metrics() {
        return functions.get("q/metrics").ok().response().body();
    }
}
