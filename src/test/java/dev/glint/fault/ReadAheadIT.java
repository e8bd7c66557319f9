package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.cutReply;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.SlowFaults.limit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Fault;
import dev.glint.testing.Faults;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources whose connections are slow are read by several, and the image is that of the source all the same. */
class ReadAheadIT extends FaultSuite {

    private static final int SIZE = 32 * MEBI + 1;
    private static final Fault SLOW = limit(6 * MEBI);

    private static void assertReadAhead(Faults source) {
        assertTrue(source.count(GET_OBJECT) > 2, source.requests().toString());
    }

    @Test
    void slowWebServerIsReadBySeveralConnections() {
        world.source().onAny().always(SLOW);
        assertStored(add("ranges", SIZE), SIZE);
        assertReadAhead(world.source());
        remove();
    }

    @Test
    void slowLocationIsReadBySeveralConnections() {
        String location = otherLocation(SIZE);
        world.s3().on(GET_OBJECT).always(SLOW);
        assertStored(addFrom(location), SIZE);
        assertReadAhead(world.s3());
        removeOther();
        remove();
    }

    @Test
    void slowUploadIsReadBackBySeveralConnections() {
        JsonNode upload = functions
                .call("get-presigned", "imageId", id, "operation", "upload", "size", SIZE)
                .ok()
                .json();
        String uploadId = PlainHttp.putParts(upload, SourceServer.bytes(SIZE));
        world.s3().on(GET_OBJECT).always(SLOW);
        assertStored(functions.call("add", "imageId", id, "upload", Map.of("uploadId", uploadId)), SIZE);
        assertReadAhead(world.s3());
        remove();
    }

    /** What tells is in the second MiB of one image, and at the end of the other. */
    @Test
    void imageThatIsReadBySeveralConnectionsIsInspected() {
        world.source().onAny().always(SLOW);
        Answer added =
                addFrom(world.composedUrl("ranges", "vhdx", "grow " + SIZE)).ok();
        assertReadAhead(world.source());
        assertEquals("vhdx", added.text("format"));
        assertEquals(1 << 20, added.json().path("virtualSize").asLong());
        remove();
        addFrom(world.composedUrl("ranges", "vmdk-stream", "grow " + SIZE)).problem(422, "unsafe-image");
    }

    static Stream<Arguments> faults() {
        return Stream.of(cutReply(), answer(503, "SlowDown"), answer(403, "AccessDenied"))
                .flatMap(fault -> Stream.of(2, 4).map(number -> Arguments.of(number, fault)));
    }

    /** If the first range fails, the first answer is read to its end; else the range is asked for again. */
    @ParameterizedTest
    @MethodSource("faults")
    void imageIsReadThoughARangeFails(int number, Fault fault) {
        world.source().onAny().nth(number, fault);
        world.source().onAny().always(SLOW);
        assertStored(add("ranges", SIZE), SIZE);
        remove();
    }
}
