package dev.glint.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The response is read, whether the server reads the body of the request or not. */
@Timeout(120)
class EarlyResponseClientTest {

    private static final byte[] BODY = new byte[4 << 20];
    private static final String REFUSAL = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX: y\r\n\r\nno";

    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    /** Closing a connection with unread bytes resets it. Other clients lose the response then. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void responseOfAServerThatClosesIsRead(boolean expectContinue) {
        serve(REFUSAL);
        for (int request = 0; request < 20; request++) {
            HttpResponse<String> response = put(expectContinue);
            assertEquals(403, response.statusCode());
            assertEquals("y", response.headers().firstValue("x").orElseThrow());
            assertEquals("no", response.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "HTTP/1.1 403 Forbidden", "'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234'"})
    void incompleteResponseFails(String response) {
        serve(response);
        assertThrows(UncheckedIOException.class, () -> put(false));
    }

    private HttpResponse<String> put(boolean expectContinue) {
        URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/a?b");
        return EarlyResponseClient.sendForText(HttpRequest.newBuilder(uri)
                .expectContinue(expectContinue)
                .PUT(BodyPublishers.ofByteArray(BODY))
                .build());
    }

    /** Answers each request after its head. */
    private void serve(String response) {
        Thread server = new Thread(() -> {
            while (!listener.isClosed()) {
                try (Socket client = listener.accept()) {
                    InputStream in = new BufferedInputStream(client.getInputStream());
                    HttpMessage head = HttpMessage.readHead(in).orElseThrow();
                    assertTrue(head.startLine().equals("PUT /a?b HTTP/1.1"), head.startLine());
                    client.getOutputStream().write(response.getBytes(US_ASCII));
                } catch (IOException e) {
                    // The test is over, or the client has left.
                }
            }
        });
        server.setDaemon(true);
        server.start();
    }
}
