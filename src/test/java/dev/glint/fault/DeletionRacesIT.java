package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.glint.testing.Functions.Answer;
import dev.glint.testing.SourceServer;
import org.junit.jupiter.api.Test;

/** Another image comes in the place of the one that a call deletes. The server honours {@code If-Match} on DELETE. */
class DeletionRacesIT extends FaultSuite {

    private static final byte[] THEIRS = SourceServer.bytes(7);

    private void storeTheirs() {
        s3.write(id, THEIRS);
    }

    private Answer delete() {
        return functions.call("delete", "imageId", id);
    }

    @Test
    void imageThatReplacedTheSeenOneIsNotDeleted() {
        add(SINGLE).ok();
        world.s3().on(DELETE_OBJECT).once(none().after(this::storeTheirs));
        delete().problem(404, "not-found");
        assertArrayEquals(THEIRS, s3.take(id));
    }

    @Test
    void imageThatCameAfterALostReplyIsNotDeleted() {
        add(SINGLE).ok();
        world.s3().on(DELETE_OBJECT).once(loseReply());
        world.s3().on(DELETE_OBJECT).once(none().after(this::storeTheirs));
        delete().ok();
        assertArrayEquals(THEIRS, s3.take(id));
    }

    /** As AWS answers if there is no object any more. */
    @Test
    void imageThatAnotherCallDeletedIsNotFound() {
        add(SINGLE).ok();
        world.s3().on(DELETE_OBJECT).once(answer(404, "NoSuchKey").after(this::remove));
        delete().problem(404, "not-found");
    }
}
