package dev.glint.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

class RenewedHttpClientTest {

    private static final InputStream FAILING = new InputStream() {
        @Override
        public int read() {
            throw new LinkageError("An error inside a request.");
        }
    };

    private final AtomicInteger made = new AtomicInteger();
    private final RenewedHttpClient client = new RenewedHttpClient(() -> {
        made.incrementAndGet();
        return ApacheHttpClient.create();
    });
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private ExecutableHttpRequest put(SdkHttpClient over, InputStream body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .protocol("http")
                .host("127.0.0.1")
                .port(server.getAddress().getPort())
                .encodedPath("/")
                .putHeader("Content-Length", "10")
                .build();
        return over.prepareRequest(HttpExecuteRequest.builder()
                .request(request)
                .contentStreamProvider(() -> body)
                .build());
    }

    private int status(InputStream body) throws IOException {
        return put(client, body).call().httpResponse().statusCode();
    }

    private static InputStream bytes() {
        return new ByteArrayInputStream(new byte[10]);
    }

    /** The reason for {@link RenewedHttpClient}; if this test fails, the class is not needed any more. */
    @Test
    void apacheClientIsUnusableAfterAnError() {
        try (SdkHttpClient apache = ApacheHttpClient.create()) {
            assertThrows(LinkageError.class, put(apache, FAILING)::call);
            assertThrows(IllegalStateException.class, put(apache, bytes())::call);
        }
    }

    @Test
    void errorDoesNotFailLaterRequests() throws IOException {
        assertEquals(204, status(bytes()));
        assertThrows(LinkageError.class, () -> status(FAILING));
        assertEquals(204, status(bytes()));
        assertEquals(2, made.get());
    }

    /** The SDK repeats a request after an {@link IOException}. */
    @Test
    void requestPreparedBeforeAnErrorMayBeRepeated() throws IOException {
        ExecutableHttpRequest early = put(client, bytes());
        assertThrows(LinkageError.class, () -> status(FAILING));
        assertThrows(IOException.class, early::call);
        assertEquals(204, status(bytes()));
    }
}
