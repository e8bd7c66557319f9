package dev.glint.testing;

import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The proxy that injects faults must itself work. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class FaultProxyTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final byte[] BYTES = SourceServer.bytes(100_000);

    private final SourceServer server = new SourceServer();
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        URI uri = URI.create(server.start().get("test.source.url"));
        proxy = new FaultProxy(uri, uri);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT /b HTTP/1.1,                          CREATE_BUCKET",
        "PUT /b/ HTTP/1.1,                         CREATE_BUCKET",
        "HEAD /b HTTP/1.1,                         HEAD_BUCKET",
        "GET /b?uploads HTTP/1.1,                  LIST_UPLOADS",
        "GET /b?list-type=2 HTTP/1.1,              OTHER",
        "PUT /b/k HTTP/1.1,                        PUT_OBJECT",
        "HEAD /b/k HTTP/1.1,                       HEAD_OBJECT",
        "GET /b/k?x-id=GetObject HTTP/1.1,         GET_OBJECT",
        "DELETE /b/k HTTP/1.1,                     DELETE_OBJECT",
        "POST /b/k?uploads HTTP/1.1,               CREATE_UPLOAD",
        "PUT /b/k?uploadId=u&partNumber=1 HTTP/1.1, UPLOAD_PART",
        "GET /b/k?uploadId=u HTTP/1.1,             LIST_PARTS",
        "POST /b/k?uploadId=u HTTP/1.1,            COMPLETE_UPLOAD",
        "DELETE /b/k?uploadId=u HTTP/1.1,          ABORT_UPLOAD"
    })
    void operationsAreRecognized(String requestLine, S3Operation operation) {
        assertEquals(operation, S3Operation.of(requestLine));
    }

    @ParameterizedTest
    @CsvSource({"bytes", "chunked"})
    void repliesArePassedOnWithoutFaults(String kind) throws Exception {
        assertArrayEquals(BYTES, get(kind));
        assertEquals(List.of(GET_OBJECT), proxy.requests());
    }

    @Test
    void faultsAffectOnlyTheirRequests() throws Exception {
        proxy.on(PUT_OBJECT).always(Fault.resetBeforeBody());
        proxy.on(GET_OBJECT).nth(2, Fault.flipReply());
        assertArrayEquals(BYTES, get("bytes"));
        byte[] flipped = get("bytes");
        assertEquals(
                1,
                IntStream.range(0, BYTES.length)
                        .filter(i -> flipped[i] != BYTES[i])
                        .count());
        assertArrayEquals(BYTES, get("bytes"));
        proxy.clear();
        assertEquals(0, proxy.count(GET_OBJECT));
    }

    static List<Fault> silences() {
        return List.of(
                Fault.cutReply(),
                Fault.resetInReply(),
                Fault.stallInReply(),
                Fault.resetBeforeBody(),
                Fault.loseReply(),
                Fault.dropReply(),
                SlowFaults.stall(),
                SlowFaults.trickle(Duration.ofMillis(100)),
                SlowFaults.trickleBody(Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void faultsGiveNoWholeReply(Fault fault) {
        proxy.onAny().always(fault);
        assertThrows(Exception.class, () -> get("bytes", 500));
        proxy.clear();
        proxy.awaitQuiet();
    }

    private byte[] get(String kind) throws Exception {
        return get(kind, 60_000);
    }

    private byte[] get(String kind, long patienceMillis) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(proxy.uri().resolve("/" + kind + "/" + BYTES.length))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofByteArray())
                .get(patienceMillis, TimeUnit.MILLISECONDS)
                .body();
    }
}
