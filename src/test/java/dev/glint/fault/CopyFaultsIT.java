package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.changeReply;
import static dev.glint.testing.Fault.cutReply;
import static dev.glint.testing.Fault.doAndFail;
import static dev.glint.testing.Fault.dropReply;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.S3Operation.ABORT_UPLOAD;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.COPY_PART;
import static dev.glint.testing.S3Operation.GET_TAGS;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.SlowFaults.stall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Fault;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.S3Operation;
import dev.glint.testing.SourceServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults while S3 copies an image. It ends copied, or read and sent, or with nothing left. */
@Timeout(300)
class CopyFaultsIT extends CopySuite {

    private static final String ERROR_BODY = "<Error><Code>InternalError</Code><Message>injected</Message></Error>";

    static List<Arguments> passingFaults() {
        return List.of(
                Arguments.of(COPY_PART, answer(503, "SlowDown")),
                Arguments.of(COPY_PART, answer(500, "InternalError")),
                Arguments.of(COPY_PART, doAndFail()),
                Arguments.of(COPY_PART, loseReply()),
                Arguments.of(COPY_PART, dropReply()),
                Arguments.of(COPY_PART, cutReply()),
                Arguments.of(COMPLETE_UPLOAD, loseReply()),
                Arguments.of(COMPLETE_UPLOAD, doAndFail()),
                Arguments.of(HEAD_OBJECT, answer(503, "SlowDown")),
                Arguments.of(GET_TAGS, answer(503, "SlowDown")));
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void aFaultThatPassesIsRepeated(S3Operation operation, Fault fault) {
        String location = original(FIVE_PARTS).text("location");
        s3.on(operation).once(fault);
        Answer answer = copy(location);
        assertCopied(answer, FIVE_PARTS, operation == COPY_PART ? 6 : 5);
    }

    static Stream<Fault> lastingFaults() {
        return Stream.of(
                answer(503, "SlowDown"),
                answer(500, "InternalError"),
                loseReply(),
                changeReply(copied -> ERROR_BODY),
                stall());
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void aFaultThatStaysFailsTheAdd(Fault fault) {
        String location = original(FIVE_PARTS).text("location");
        s3.onPart(3).always(fault);
        copy(location).problem(503, "store-unavailable");
        assertNothingIsLeft();
        s3.clear();
        assertCopied(copy(location), FIVE_PARTS, 5);
    }

    /** The image that has come in its place is added. */
    @Test
    void anImageThatIsReplacedMeanwhileIsRead() {
        String location = original(FIVE_PARTS).text("location");
        s3.onPart(5).once(none().after(() -> plainS3.write(otherId, SourceServer.bytes(SIZE))));
        assertStreamed(copy(location), SIZE);
    }

    @Test
    void anImageThatIsDeletedMeanwhileIsNotFound() {
        String location = original(FIVE_PARTS).text("location");
        s3.onPart(5).once(none().after(() -> plainS3.remove(otherId)));
        copy(location).problem(404, "not-found");
        assertNothingIsLeft();
    }

    @Test
    void anUploadThatIsGoneIsBegunAnew() {
        String location = original(FIVE_PARTS).text("location");
        s3.onPart(5).once(answer(404, "NoSuchUpload"));
        assertStreamed(copy(location), FIVE_PARTS);
    }

    /** Permissions differ from image to image. */
    @Test
    void anImageThatMayNotBeCopiedIsRead() {
        String location = original(FIVE_PARTS).text("location");
        s3.on(COPY_PART).times(5, answer(403, "AccessDenied"));
        assertStreamed(copy(location), FIVE_PARTS);
        plainS3.remove(id);
        s3.clear();
        application
                .functions()
                .call("add", "imageId", id + "-later", "source", location)
                .ok();
        assertEquals(5, s3.count(COPY_PART));
        plainS3.remove(id + "-later");
    }

    @Test
    void anUploadThatCannotBeRemovedIsNamed() {
        String location = original(FIVE_PARTS).text("location");
        s3.onPart(3).always(answer(500, "InternalError"));
        s3.on(ABORT_UPLOAD).always(answer(403, "AccessDenied"));
        String sentence = copy(location).problem(503, "store-unavailable");
        List<String> left = plainS3.unfinishedUploads(id);
        assertEquals(1, left.size());
        assertTrue(sentence.contains(left.get(0)), sentence);
        s3.clear();
        plainS3.abort(id, left.get(0));
    }

    @Test
    void anImageThatIsStoredMeanwhileIsADuplicate() {
        String location = original(FIVE_PARTS).text("location");
        s3.onPart(5).once(none().after(() -> plainS3.write(id, SMALL)));
        copy(location).problem(409, "duplicate");
    }

    @Test
    void theAddOfAClientThatLeavesIsRemoved() throws IOException {
        String location = original(FIVE_PARTS).text("location");
        CompletableFuture<Void> gone = new CompletableFuture<>();
        s3.on(COPY_PART).times(4, none().after(gone::join));
        String body = "{\"imageId\": \"" + id + "\", \"source\": \"" + location + "\"}";
        URI uri = application.functions().base();
        try (Socket client = new Socket(uri.getHost(), uri.getPort())) {
            String request =
                    "POST /add HTTP/1.1\r\nHost: glint\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            s3.awaitCount(COPY_PART, 4);
            client.shutdownOutput();
            assertEquals(-1, client.getInputStream().read(), "the application closes the connection, too");
        }
        size();
        gone.complete(null);
        s3.awaitCount(ABORT_UPLOAD, 1);
        s3.awaitQuiet();
        assertEquals(0, s3.count(COMPLETE_UPLOAD));
        assertNothingIsLeft();
    }
}
