package dev.glint.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Digests;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests with faults between the packaged application, S3 and a source. They check afterwards what is left in S3. Most of them only
 * wait, so they run in parallel, each with its own ids.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
abstract class FaultSuite {

    static final int MEBI = 1024 * 1024;
    /** Written with one request. */
    static final int SINGLE = 3 * MEBI;
    /** Written in the least number of parts. */
    static final int TWO_PARTS = 6 * MEBI;
    /** Written in three parts. */
    static final int MULTIPART = 11 * MEBI;
    /** Written in more parts than are in flight at a time. */
    static final int FIVE_PARTS = 23 * MEBI;

    /** Runs calls in parallel with that of the test. */
    static final Executor CALLERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });

    final String id = UUID.randomUUID().toString();
    final String otherId = id + "-other";

    final FaultyApplication application;
    final Functions functions;
    final FaultyWorld.Share world;
    final PlainS3 s3;

    FaultSuite() {
        this(FaultyApplication.shared());
    }

    /** {@code application}: an application that other test classes do not use. */
    FaultSuite(FaultyApplication application) {
        this.application = application;
        functions = application.functions();
        world = application.world().share(id);
        s3 = world.plainS3();
    }

    @AfterEach
    void nothingIsLeft() {
        world.close();
    }

    Answer add(int size) {
        return add("bytes", size);
    }

    /** Adds the image of a kind and a size at the source; {@code more} has alternating names and values of fields. */
    Answer add(String kind, int size, Object... more) {
        return addFrom(world.sourceUrl(kind, size), more);
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

    /** Adds with an idempotency key. */
    Answer addAs(String key, int size) {
        return functions.callAs(key, "add", "imageId", id, "source", world.sourceUrl("bytes", size));
    }

    /** Makes an add meet a fault, and checks its outcome: all bytes are stored, or nothing. */
    void check(FaultCase row, int size) {
        row.fault().accept(world.s3());
        Answer answer = add(size);
        row.outcome().check(answer);
        if (row.outcome() == Outcome.STORED) {
            assertStored(answer, size);
            remove();
        }
    }

    /** Asserts that the answer describes the stored image, and that it has the bytes of the source. */
    void assertStored(Answer answer, int size) {
        byte[] expected = SourceServer.bytes(size);
        assertEquals(size, answer.json().path("size").asLong());
        assertEquals(Digests.md5(expected), answer.text("checksum"));
        assertArrayEquals(expected, s3.read(id));
    }

    /** Stores another image directly in S3, and returns its location. */
    String otherLocation(int size) {
        s3.write(otherId, SourceServer.bytes(size));
        return locationOfOther();
    }

    String locationOfOther() {
        return world.location(otherId);
    }

    void removeOther() {
        s3.remove(otherId);
    }

    void remove() {
        s3.remove(id);
    }
}
