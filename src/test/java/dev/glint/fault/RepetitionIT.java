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

/** The same request again, in good times and after bad ones: the same answer, and nothing is stored twice. */
class RepetitionIT extends FaultSuite {

    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void givesTheSameAnswer(int size) {
        Answer first = addAs("first", size);
        assertStored(first, size);
        world.s3().clear();

        assertEquals(first.json(), addAs("first", size).ok().json());
        addAs("second", size).problem(409, "duplicate");
        assertEquals(0, world.s3().count(CREATE_UPLOAD));
        assertEquals(0, world.s3().count(COMPLETE_UPLOAD));
        remove();
    }

    /** Nobody can tell whose object it is until S3 answers again; then the same request finds its own. */
    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void findsItsObjectWhenS3IsBack(int size) {
        if (size == MULTIPART) {
            // The looks before the upload and before its completion.
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

    /** The same key with other bytes is somebody's mistake, and nobody is told that they were stored. */
    @Test
    void otherBytesAreAMismatch() {
        addAs("first", SINGLE).ok();
        addAs("first", SINGLE + 1).problem(422, "content-mismatch");
        assertStored(addAs("first", SINGLE), SINGLE);
        remove();
    }

    @Test
    void otherBytesInPartsAreAMismatch() {
        world.s3().onPart(1).once(none().after(() -> addAs("first", TWO_PARTS).ok()));
        addAs("first", TWO_PARTS + 1).problem(422, "content-mismatch");
        assertStored(addAs("first", TWO_PARTS), TWO_PARTS);
        remove();
    }

    /** Three calls of one request at once: the image is stored, whatever becomes of the upload that one of them does not need. */
    @Test
    void anUploadThatNobodyNeedsFailsNobody() {
        world.s3().onPart(1).once(none().after(() -> addAs("first", TWO_PARTS).ok()));
        world.s3().on(ABORT_UPLOAD).always(answer(403, "AccessDenied"));
        assertStored(addAs("first", TWO_PARTS), TWO_PARTS);
        String left = s3.unfinishedUploads(id).get(0);
        application.awaitLogged(left);
        s3.abort(id, left);
        remove();
    }
}
