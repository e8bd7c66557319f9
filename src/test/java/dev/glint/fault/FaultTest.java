package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.HashAlgorithm;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.FaultyWorld.Faults;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;

/** Tests that break something between the application, S3 and a source, and look afterwards at what is left in S3. */
@Timeout(300)
abstract class FaultTest {

    static final int MEBI = 1024 * 1024;
    /** Written with one request. */
    static final int SINGLE = 3 * MEBI;
    /** Written in five parts. */
    static final int MULTIPART = 23 * MEBI;
    /** Written in the least number of parts. */
    static final int TWO_PARTS = 6 * MEBI;

    static final String OTHER_ID = "another-image";

    @Faults
    FaultyWorld world;

    final Functions functions = Functions.ofTest();
    /** An id of this test alone: what an earlier one left is not taken for its own. */
    final String id = UUID.randomUUID().toString();

    PlainS3 s3;

    @BeforeEach
    void openS3() {
        s3 = world.plainS3();
    }

    @AfterEach
    void nothingIsLeft() {
        world.s3().clear();
        world.source().clear();
        try (PlainS3 open = s3) {
            world.s3().awaitQuiet();
            open.assertEmptyAndClean();
        }
    }

    Answer add(int size) {
        return add("bytes", size);
    }

    /** Adds what the source has under a kind and a size, with more fields as names and values in turn. */
    Answer add(String kind, int size, Object... more) {
        return addFrom(world.source().uri() + "/" + kind + "/" + size, more);
    }

    Answer addFrom(String source, Object... more) {
        Object[] fields = new Object[4 + more.length];
        fields[0] = "imageId";
        fields[1] = id;
        fields[2] = "source";
        fields[3] = source;
        System.arraycopy(more, 0, fields, 4, more.length);
        return functions.call("add", fields);
    }

    /** Lets something go wrong with an add, and checks what it has come to: all bytes stored, or nothing. */
    void check(FaultCase row, int size) {
        row.fault().accept(world);
        Answer answer = add(size);
        row.outcome().check(answer);
        if (row.outcome() == Outcome.STORED) {
            assertStored(answer, size);
            remove();
        }
    }

    /** Fails unless what was answered is true of what is stored, and that is what the source has. */
    void assertStored(Answer answer, int size) {
        byte[] expected = SourceServer.bytes(size);
        assertEquals(size, answer.json().path("size").asLong());
        assertEquals(HexFormat.of().formatHex(HashAlgorithm.newChecksum().digest(expected)), answer.text("checksum"));
        assertArrayEquals(expected, s3.read(id));
    }

    /** Stores another image past all faults, and answers its location. */
    String otherLocation(int size) {
        s3.client()
                .putObject(
                        request -> request.bucket(s3.bucket()).key(OTHER_ID),
                        RequestBody.fromBytes(SourceServer.bytes(size)));
        return locationOfOther();
    }

    String locationOfOther() {
        return "s3://127.0.0.1:" + world.s3().port() + "/" + s3.bucket() + "/" + OTHER_ID;
    }

    void removeOther() {
        s3.client().deleteObject(request -> request.bucket(s3.bucket()).key(OTHER_ID));
    }

    void remove() {
        s3.client().deleteObject(request -> request.bucket(s3.bucket()).key(id));
    }
}
