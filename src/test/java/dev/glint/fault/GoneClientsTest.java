package dev.glint.fault;

import static dev.glint.testing.Fault.stall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.FaultyWorld;
import dev.glint.testing.LogCapture;
import dev.glint.testing.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A client that leaves ends its call, whatever that waits for. */
@QuarkusTest
@TestProfile(FaultyWorld.Profile.class)
class GoneClientsTest extends FaultTest {

    @Test
    void aCallThatWaitsForTheSourceEnds() throws IOException {
        world.source().onAny().always(stall());
        try (LogCapture log = new LogCapture()) {
            try (Socket client = begin(world.source().uri() + "/bytes/" + SINGLE)) {
                world.source().awaitRequests(1);
                assertTrue(client.isConnected());
            }
            awaitEnd(log);
        }
        world.source().awaitQuiet();
        assertEquals(0, world.s3().requests().size());
    }

    @Test
    void aRequestThatComesToNoCallIsLogged() throws IOException {
        try (LogCapture log = new LogCapture()) {
            RawHttp client = new RawHttp(functions.base());
            client.send(
                    "POST /add HTTP/1.1\r\nHost: glint\r\nIdempotency-Key: gone-early\r\nContent-Length: 9\r\n\r\n{");
            client.close();
            awaitLine(log, "add: store-unavailable");
            assertEquals(1, log.records().size(), log.records()::toString);
            String line = log.records().get(0);
            assertTrue(line.contains(" ms, request gone-early: The client has gone."), line);
        }
    }

    /** Calls {@code add}, and does not wait for the answer. */
    private Socket begin(String source) throws IOException {
        String body = "{\"imageId\": \"" + id + "\", \"source\": \"" + source + "\"}";
        String request = "POST /add HTTP/1.1\r\nHost: glint\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        URI uri = functions.base();
        Socket client = new Socket(uri.getHost(), uri.getPort());
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** Waits for the line of the log that tells of the call; the test's own timeout is the limit. */
    private void awaitEnd(LogCapture log) {
        String line = awaitLine(log, "add of " + id);
        assertTrue(line.contains("The client has gone."), line);
    }

    private static String awaitLine(LogCapture log, String start) {
        while (true) {
            Optional<String> line = log.records().stream()
                    .filter(record -> record.contains(start))
                    .findFirst();
            if (line.isPresent()) {
                return line.get();
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
