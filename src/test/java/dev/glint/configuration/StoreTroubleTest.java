package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.MachineSpeed;
import dev.glint.testing.NoStore;
import dev.glint.testing.OwnS3Proxy;
import dev.glint.testing.ScriptedS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers when S3 is not available or not configured correctly. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
@WithTestResource(NoStore.class)
class StoreTroubleTest {

    private final int port = Integer.parseInt(Settings.get("test.store.port"));

    private final String sourceUrl = Settings.get("test.source.url");

    private final Functions functions = Functions.ofTest();

    @Test
    void callsFailWhenS3RefusesConnections() {
        callsThatFail().forEach(StoreTroubleTest::assertUnavailable);
        assertSizeIsUnknown("store-unavailable");
    }

    @Test
    void addGivesUpWhenS3DoesNotAnswer() throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertNotNull(socket);
            Instant start = Instant.now();
            assertUnavailable(addInline());
            Duration took = Duration.between(start, Instant.now());
            // The check whether the write has succeeded after all has a deadline of its own.
            assertTrue(took.compareTo(MachineSpeed.scaled(Duration.ofSeconds(6))) < 0, "seconds to give up: " + took);
            assertSizeIsUnknown("store-unavailable");
        }
    }

    private static void assertUnavailable(Answer answer) {
        answer.problem(503, "store-unavailable");
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0, answer::toString);
    }

    @Test
    void readinessIsDownAndSaysWhy() throws Exception {
        try (ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertNotNull(socket);
            for (int probe = 0; probe < 600 && !reasonWhyNotReady().equals("S3 did not answer."); probe++) {
                Thread.sleep(100);
            }
            assertEquals("S3 did not answer.", reasonWhyNotReady());
        }
        functions.request("GET", "q/health/live", BodyPublishers.noBody()).ok();
    }

    private String reasonWhyNotReady() {
        Instant start = Instant.now();
        Answer answer = functions.request("GET", "q/health/ready", BodyPublishers.noBody());
        Duration took = Duration.between(start, Instant.now());
        // The first probe of a process waits four seconds for S3.
        assertTrue(took.compareTo(MachineSpeed.scaled(Duration.ofSeconds(6))) < 0, "seconds for a probe: " + took);
        assertEquals(503, answer.status());
        assertEquals("DOWN", answer.text("status"));
        return answer.bucket();
    }

    @Test
    void callsFailWhenTheBucketIsMissing() {
        try (OwnS3Proxy s3 = OwnS3Proxy.at(port, OwnS3Proxy.ACCESS_KEY, OwnS3Proxy.SECRET_KEY)) {
            assertEquals(port, s3.port());
            for (Answer answer : List.of(addInline(), addInParts(), delete())) {
                String sentence = answer.problem(500, "bad-store-configuration");
                assertTrue(sentence.contains("s3.store.create-bucket-on-put"), sentence);
            }
            assertSizeIsUnknown("not-found");
        }
    }

    @ParameterizedTest
    @CsvSource({
        OwnS3Proxy.ACCESS_KEY + ", other-secret, SignatureDoesNotMatch",
        "other, " + OwnS3Proxy.SECRET_KEY + ", InvalidAccessKeyId"
    })
    void callsFailWhenTheKeysAreWrong(String accessKey, String secretKey, String code) {
        try (OwnS3Proxy s3 = OwnS3Proxy.at(port, accessKey, secretKey)) {
            assertEquals(port, s3.port());
            callsThatFail().forEach(answer -> answer.problem(403, "store-forbidden"));
            String sentence = addInline().problem(403, "store-forbidden");
            assertTrue(sentence.contains(code), sentence);
            assertSizeIsUnknown("store-forbidden");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, 403, store-forbidden",
        "403, RequestTimeTooSkewed, 403, store-forbidden",
        "301, PermanentRedirect, 500, bad-store-configuration",
        "400, AuthorizationHeaderMalformed, 500, bad-store-configuration",
        "400, InvalidRequest, 500, bad-store-configuration",
        "400, RequestTimeout, 503, store-unavailable",
        "409, OperationAborted, 503, store-unavailable",
        "500, InternalError, 503, store-unavailable",
        "503, SlowDown, 503, store-unavailable"
    })
    void errorsOfS3BecomeProblems(int s3Status, String code, int status, String type) throws IOException {
        try (ScriptedS3 s3 = new ScriptedS3(port, s3Status, code)) {
            addInline().problem(status, type);
            assertTrue(s3.requests() > 0);
        }
    }

    /** The answers of calls that are made at the same time, since each tries again and again. */
    private List<Answer> callsThatFail() {
        return Stream.<Supplier<Answer>>of(this::addInline, this::addInParts, this::delete, this::presign)
                .map(CompletableFuture::supplyAsync)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private Answer presign() {
        return functions.call("get-presigned", "imageId", "img");
    }

    private Answer addInline() {
        return functions.call("add", "imageId", "img", "data", "AAEC");
    }

    private Answer addInParts() {
        return functions.call("add", "imageId", "img", "source", sourceUrl + "/bytes/8388609");
    }

    private Answer delete() {
        return functions.call("delete", "imageId", "img");
    }

    private void assertSizeIsUnknown(String reason) {
        Answer answer = functions.call("get-size", "imageId", "img").ok();
        assertEquals(0, answer.json().path("size").asInt(-1));
        assertEquals("false", answer.text("available"));
        assertEquals(reason, answer.text("reason"));
    }
}
