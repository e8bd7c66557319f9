package dev.glint.s3;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.loseReply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.S3Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deletions of what a look has found. */
class SeenObjectTest extends ConditionSuite {

    @Test
    void seenObjectIsDeletedOnceAndNoOtherInItsPlace() {
        start();
        PLAIN.write("image", new byte[] {1});
        SeenObject seen = SeenObject.find(clients.bucket().object("image")).orElseThrow();
        proxy.on(S3Operation.DELETE_OBJECT)
                .once(answer(412, "PreconditionFailed").after(() -> PLAIN.write("image", new byte[] {2})));
        assertEquals(false, seen.delete());
        assertTrue(found().contains("delete honoured"), found());
        assertEquals(2, PLAIN.take("image")[0]);
    }

    /** A server that refuses the condition, and one that compares with another ETag than it tells. */
    @ParameterizedTest
    @CsvSource({"501, NotImplemented", "412, PreconditionFailed"})
    void objectIsDeletedWithoutAConditionThatTheServerDoesNotKnow(int status, String code) {
        start();
        PLAIN.write("image", new byte[] {1});
        SeenObject seen = SeenObject.find(clients.bucket().object("image")).orElseThrow();
        proxy.on(S3Operation.DELETE_OBJECT).once(answer(status, code));
        assertTrue(seen.delete());
        assertTrue(found().contains("delete refused"), found());
        assertEquals(List.of(), PLAIN.keys());
    }

    @Test
    void deletionWhoseAnswerWasLostIsASuccess() {
        start();
        PLAIN.write("image", new byte[] {1});
        SeenObject seen = SeenObject.find(clients.bucket().object("image")).orElseThrow();
        proxy.on(S3Operation.DELETE_OBJECT).once(loseReply());
        proxy.on(S3Operation.DELETE_OBJECT).once(answer(404, "NoSuchKey"));
        assertTrue(seen.delete(transfers));
        assertEquals(List.of(), PLAIN.keys());
    }

    @Test
    void deletionOfAnObjectThatIsGoneIsNoSuccess() {
        start();
        SeenObject seen = new SeenObject(clients.bucket().object("image"), "\"other\"");
        proxy.on(S3Operation.DELETE_OBJECT).once(answer(404, "NoSuchKey"));
        assertEquals(false, seen.delete(transfers));
    }
}
