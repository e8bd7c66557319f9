package dev.glint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.testing.PackagedApplication;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The log in JSON, which a profile turns on. */
@Execution(ExecutionMode.CONCURRENT)
class JsonLogIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyLogLineIsAJsonObjectAndCallsHaveTheirFields() throws IOException, InterruptedException {
        List<JsonNode> calls = new ArrayList<>();
        try (PackagedApplication application = new PackagedApplication(Map.of(
                "quarkus.profile", "prod,json",
                "s3.store.host", "127.0.0.1:1",
                "s3.store.bucket", "bucket",
                "s3.store.access-key", "AKIAHUSH",
                "s3.store.secret-key", "hush",
                "s3.store.deadline", "PT1S"))) {
            application
                    .functions()
                    .callAs("\"quoted\"", "delete", "imageId", "logged")
                    .problem(503, "store-unavailable");
            application.process().destroy();
            application.process().waitFor();
            for (String line : application.log()) {
                assertFalse(line.contains("AKIA") || line.contains("hush"), line);
                JsonNode record = JSON.readTree(line);
                if (record.path("loggerName").asText().endsWith(".CallLog")) {
                    calls.add(record);
                }
            }
        }
        assertEquals(1, calls.size(), calls::toString);
        JsonNode call = calls.get(0);
        assertEquals("WARN", call.path("level").asText());
        assertEquals("\"quoted\"", call.path("mdc").path("requestId").asText());
        assertEquals("delete", call.path("mdc").path("function").asText());
        assertEquals("logged", call.path("mdc").path("imageId").asText());
        assertEquals("store-unavailable", call.path("mdc").path("outcome").asText());
        assertEquals(1, call.path("mdc").path("reason").asText().lines().count());
        assertEquals(
                Long.toString(call.path("mdc").path("durationMillis").asLong()),
                call.path("mdc").path("durationMillis").asText());
    }
}
