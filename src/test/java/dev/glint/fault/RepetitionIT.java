package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.none;
import static dev.glint.testing.S3Operation.ABORT_UPLOAD;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Functions.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repeated request, without faults and after faults: it gets the same answer, and nothing is stored twice. */
class RepetitionIT extends FaultSuite {

    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void repeatedRequestHasTheSameAnswer(int size) {
        Answer first = addAs("first", size);
        assertStored(first, size);
        world.s3().clear();

        assertEquals(first.json(), addAs("first", size).ok().json());
        addAs("second", size).problem(409, "duplicate");
        assertEquals(0, world.s3().count(CREATE_UPLOAD));
        assertEquals(0, world.s3().count(COMPLETE_UPLOAD));
        remove();
    }

    /** The owner of the object is unknown until S3 answers again. Then the same request finds its own object. */
    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void repeatedRequestFindsItsObjectAfterAnOutage(int size) {
        if (size == MULTIPART) {
            // The checks before the upload and before its completion.
            world.s3().on(HEAD_OBJECT).times(2, none());
        }
        world.s3().on(HEAD_OBJECT).always(answer(500, "InternalError"));
        world.s3().on(PUT_OBJECT).always(loseReply());
        world.s3().on(COMPLETE_UPLOAD).always(loseReply());
        addAs("first", size).problem(503, "store-unavailable");

        world.s3().clear();
        assertStored(addAs("first", size), size);
        assertEquals(0, world.s3().count(COMPLETE_UPLOAD));
        addAs("second", size).problem(409, "duplicate");
        remove();
    }

    /** The same key with other bytes is a mistake of a caller, and no answer says that they were stored. */
    @Test
    void otherBytesWithTheSameKeyAreAMismatch() {
        addAs("first", SINGLE).ok();
        addAs("first", SINGLE + 1).problem(422, "content-mismatch");
        assertStored(addAs("first", SINGLE), SINGLE);
        remove();
    }

    @Test
    void otherBytesInPartsWithTheSameKeyAreAMismatch() {
        world.s3().onPart(1).once(none().after(() -> addAs("first", TWO_PARTS).ok()));
        addAs("first", TWO_PARTS + 1).problem(422, "content-mismatch");
        assertStored(addAs("first", TWO_PARTS), TWO_PARTS);
        remove();
    }

    /** Concurrent calls of one request: the image is stored, even if the unneeded upload of one call cannot be aborted. */
    @Test
    void unneededUploadDoesNotFailTheAdd() {
        world.s3().onPart(1).once(none().after(() -> addAs("first", TWO_PARTS).ok()));
        world.s3().on(ABORT_UPLOAD).always(answer(403, "AccessDenied"));
        assertStored(addAs("first", TWO_PARTS), TWO_PARTS);
        String left = s3.unfinishedUploads(id).get(0);
        application.awaitLogged(left);
        s3.abort(id, left);
        remove();
    }
}
