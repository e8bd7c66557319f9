package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glint.testing.Await;
import dev.glint.testing.Events;
import dev.glint.testing.PackagedApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The build with tracing: one trace from the caller through Glint to S3 and to the source. */
@Tag("tracing")
@Timeout(300)
class TracingIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    /** Two parts of the minimum size. */
    private static final int SIZE = 6_000_000;

    private final Queue<String> exported = new ConcurrentLinkedQueue<>();
    private final Map<String, String> traceparents = new ConcurrentHashMap<>();
    private HttpServer server;
    private String url;

    /** Starts a server that is S3, source, and receiver of traces. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void oneTraceLeadsFromTheCallerToS3AndTheSource() {
        try (PackagedApplication application = application(endpoint())) {
            application
                    .functions()
                    .post(
                            "add",
                            "{\"imageId\": \"x\", \"source\": \"%s/source?hush\"}".formatted(url),
                            "traceparent",
                            PARENT)
                    .ok();
            awaitSpans("POST /add", "source GET", "S3.CreateMultipartUpload", "S3.UploadPart");
        }
        for (String request :
                List.of("GET /source", "POST /bucket/x?uploads", "PUT /bucket/x?partNumber=2&uploadId=1")) {
            assertTrue(traceparents.get(request).startsWith("00-" + TRACE), traceparents::toString);
        }
        assertFalse(exported.stream().anyMatch(spans -> spans.contains("hush")), "a query was exported");
    }

    @Test
    void eventContinuesTheTraceOfItsProducer() {
        try (PackagedApplication application = application(endpoint())) {
            for (Events.Mode mode : Events.Mode.values()) {
                traceparents.clear();
                Map<String, String> attributes = new HashMap<>(Map.of("specversion", "1.0", "source", "/t"));
                attributes.putAll(Map.of("id", "1", "type", "dev.glint.image.get-size", "traceparent", PARENT));
                new Events(application.functions().base(), mode).deliver(attributes, "{\"imageId\": \"x\"}");
                assertTrue(traceparents.get("HEAD /bucket/x").startsWith("00-" + TRACE), traceparents::toString);
            }
            awaitSpans("process event", "S3.HeadObject");
        }
    }

    @Test
    void nothingIsTracedOrLoggedWithoutAnEndpoint() throws InterruptedException {
        try (PackagedApplication application = application(Map.of())) {
            application
                    .functions()
                    .post("get-size", "{\"imageId\": \"x\"}", "traceparent", PARENT)
                    .ok();
            application.process().destroy();
            application.process().waitFor();
            assertEquals(
                    List.of(),
                    application.log().stream()
                            .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                            .toList());
        }
        assertEquals(Map.of(), traceparents);
        assertTrue(exported.isEmpty());
    }

    private Map<String, String> endpoint() {
        return Map.of(
                "otel.exporter.otlp.endpoint", url,
                "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.bsp.schedule.delay", "100ms");
    }

    private PackagedApplication application(Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.putAll(Map.of(
                "s3.store.host", url,
                "s3.store.bucket", "bucket",
                "s3.store.conditional-writes", "put,complete",
                "s3.store.access-key", "key",
                "s3.store.secret-key", "secret",
                "s3.store.part-size", "5M",
                "image.source.allowed-schemes", "http",
                "image.source.allowed-ports", "" + server.getAddress().getPort(),
                "image.source.allow-private-addresses", "true"));
        return new PackagedApplication(configuration);
    }

    /** Waits until all of these spans of the trace have been received. Protobuf has their names as plain text. */
    private void awaitSpans(String... names) {
        byte[] id = HexFormat.of().parseHex(TRACE);
        String trace = new String(id, StandardCharsets.ISO_8859_1);
        for (String name : names) {
            Await.until(
                    () -> exported.stream().anyMatch(spans -> spans.contains(trace) && spans.contains(name)),
                    "no span " + name);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/v1/traces")) {
                exported.add(new String(body, StandardCharsets.ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            String query = exchange.getRequestURI().getQuery();
            String request = exchange.getRequestMethod() + " " + path
                    + (query == null || path.equals("/source") ? "" : "?" + query);
            String traceparent = exchange.getRequestHeaders().getFirst("traceparent");
            if (traceparent != null) {
                traceparents.put(request, traceparent);
            }
            byte[] answer = path.equals("/source") ? new byte[SIZE] : s3(exchange, query);
            exchange.getResponseHeaders().add("ETag", "\"none\"");
            boolean isMissing = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(isMissing ? 404 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static byte[] s3(HttpExchange exchange, String query) {
        boolean isPost = exchange.getRequestMethod().equals("POST");
        String answer = !isPost
                ? ""
                : query.startsWith("uploads")
                        ? "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
                        : "<CompleteMultipartUploadResult><ETag>\"none\"</ETag></CompleteMultipartUploadResult>";
        return answer.getBytes(StandardCharsets.UTF_8);
    }
}
