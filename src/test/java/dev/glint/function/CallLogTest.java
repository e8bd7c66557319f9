package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.LogCapture;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log lines of calls: one for each call, with all its fields. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class CallLogTest {

    private final Functions functions = Functions.ofTest();
    private final LogCapture log = new LogCapture();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void everyCallIsLoggedInOneLineWithFields() {
        functions.callAs("first", "add", "imageId", "logged", "data", "AAEC").ok();
        String checksum = "b95f67f61ebb03619622d798f45fc2d3";
        assertLine(
                "add of logged: ok, 3 bytes, checksum " + checksum + ", ",
                "first",
                "function=add",
                "imageId=logged",
                "bytes=3",
                "checksum=" + checksum,
                "outcome=ok");
        functions.callAs("second", "get-size", "imageId", "logged").ok();
        assertLine("get-size of logged: ok, 3 bytes, ", "second", "function=get-size", "bytes=3");
        functions.callAs("third", "get-presigned", "imageId", "logged").ok();
        assertLine("get-presigned of logged: ok, 3 bytes, ", "third", "function=get-presigned");
        functions.callAs("fourth", "delete", "imageId", "logged").ok();
        assertLine("delete of logged: ok, ", "fourth", "function=delete", "durationMillis=");
        functions.callAs("fifth", "get-size", "imageId", "logged").ok();
        assertLine("get-size of logged: not-found, ", "fifth", "outcome=not-found");
    }

    @Test
    void everyFailureIsLoggedInOneLineWithItsSentence() {
        String sentence = functions
                .callAs("x", "add", "imageId", "logged", "source", "ftp://host/")
                .problem(403, "source-refused");
        assertLine("add of logged: source-refused, ", "x", "imageId=logged", "reason=" + sentence);
        functions.callAs("y", "delete", "imageId", "logged").problem(404, "not-found");
        assertLine("delete of logged: not-found, ", "y", "outcome=not-found");
    }

    @Test
    void malformedIdsAreNotLogged() {
        functions.callAs("x", "get-size", "imageId", "logged\nforged").problem(400, "invalid-request");
        assertLine("get-size: invalid-request, ", "x", "outcome=invalid-request");
        functions.callAs("x", "add", "imageId", "logged\nforged", "data", "").problem(400, "invalid-request");
        assertLine("add: invalid-request, ", "x", "outcome=invalid-request");
        functions.callAs("x", "get-size", "forged\n", "").problem(400, "invalid-request");
        assertLine("get-size: invalid-request, ", "x", "reason=There is no field forged?.");
    }

    @Test
    void unreadableBodyIsLoggedAsAFailedCall() {
        functions.post("get-size", "{", "Idempotency-Key", "x").problem(400, "invalid-request");
        assertLine("get-size: invalid-request, ", "x", "reason=The body must be one JSON object");
    }

    @Test
    void everyEventIsLoggedOnce() {
        deliver("dev.glint.image.delete", 400);
        assertLine("delete: invalid-request, ", "", "function=delete");
        deliver("dev.glint.image.unknown", 404);
        assertEquals(1, log.records().size(), log.records()::toString);
        assertTrue(
                log.records().get(0).contains("CallLog event: unknown-function, "),
                log.records().get(0));
    }

    @Test
    void requestsThatAreNoCallsAreNotLogged() {
        functions.callAs("a b", "get-size", "imageId", "logged").problem(400, "invalid-request");
        functions.post("nothing", "{}").problem(404, "unknown-function");
        assertEquals(List.of(), log.records());
    }

    private void deliver(String type, int status) {
        String[] attributes = {"ce-id", "1", "ce-source", "/test", "ce-specversion", "1.0", "ce-type", type};
        Functions.Answer answer =
                functions.request("POST", "", BodyPublishers.ofString("{\"imageId\": \"a b\"}"), attributes);
        assertEquals(status, answer.status());
    }

    /** Asserts that the log has exactly this line, with these fields. */
    private void assertLine(String start, String requestId, String... fields) {
        List<String> lines = List.copyOf(log.records());
        log.records().clear();
        assertEquals(1, lines.size(), lines::toString);
        String line = lines.get(0);
        assertTrue(line.startsWith("dev.glint.function.CallLog " + start), line);
        assertTrue(line.contains("requestId=" + requestId), line);
        for (String field : fields) {
            assertTrue(line.contains(field), line);
        }
        assertFalse(line.contains("\n"), line);
    }
}
