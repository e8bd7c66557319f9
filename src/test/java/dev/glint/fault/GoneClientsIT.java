package dev.glint.fault;

import static dev.glint.testing.SlowFaults.stall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** When a client closes its connection, its call ends, even while it waits. */
class GoneClientsIT extends FaultSuite {

    @Test
    void callThatWaitsForTheSourceEnds() throws IOException {
        world.source().onAny().always(stall());
        try (Socket client = begin(world.sourceUrl("bytes", SINGLE))) {
            world.source().awaitRequests(1);
            assertTrue(client.isConnected());
        }
        String line = application.awaitLogged("add of " + id);
        assertTrue(line.contains("The client has gone."), line);
        world.source().awaitQuiet();
        assertEquals(0, world.s3().requests().size());
    }

    @Test
    void requestThatNeverBecomesACallIsLogged() throws IOException {
        RawHttp client = new RawHttp(functions.base());
        client.send("POST /add HTTP/1.1\r\nHost: glint\r\nIdempotency-Key: " + id + "\r\nContent-Length: 9\r\n\r\n{");
        client.close();
        String line = application.awaitLogged(id);
        assertTrue(line.contains("add: store-unavailable"), line);
        assertTrue(line.contains(" ms, request " + id + ": The client has gone."), line);
        assertEquals(
                1,
                application.log().stream().filter(other -> other.contains(id)).count());
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
}
