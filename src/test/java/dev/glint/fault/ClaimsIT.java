package dev.glint.fault;

import static dev.glint.testing.Fault.loseReply;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Faults;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.S3Operation;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The claim that guards completions on a server that ignores their condition: its holder is killed or paused at each of its steps, and the
 * replies to its requests are lost. Another instance adds the same id meanwhile.
 */
@Order(1)
class ClaimsIT extends ClaimSuite {

    /** The steps of a holder in their order; whether its upload is complete then, and S3 handles the request of the step. */
    @ParameterizedTest
    @CsvSource({
        "PUT_OBJECT,      1, false, false",
        "PUT_OBJECT,      1, true,  false",
        "HEAD_OBJECT,     3, true,  false",
        "COMPLETE_UPLOAD, 1, false, false",
        "COMPLETE_UPLOAD, 1, true,  true",
        "HEAD_OBJECT,     4, true,  true",
        "DELETE_OBJECT,   1, false, true",
        "DELETE_OBJECT,   1, true,  true",
    })
    void killedHolderBlocksNobodyForGood(S3Operation operation, int number, boolean handled, boolean complete) {
        startHolder();
        at(
                operation,
                number,
                handled,
                () -> holder.process().destroyForcibly().onExit().join());
        CompletableFuture<Answer> killed = begin(holder, OURS);
        assertTrue(killed.handle((answer, thrown) -> thrown != null).join(), "the holder is killed");
        Answer answer = add(other, THEIRS);
        if (complete) {
            answer.problem(409, "duplicate");
        } else {
            answer.ok();
        }
        assertStored(complete ? OURS : THEIRS);
        if (handled && !complete) {
            awaitNothingLeft();
        }
        removeLeft();
    }

    /** The holder goes on after another call has waited for its time to be over. */
    @ParameterizedTest
    @CsvSource({
        "PUT_OBJECT,      1, true,  false",
        "HEAD_OBJECT,     3, true,  false",
        "COMPLETE_UPLOAD, 1, false, false",
        "COMPLETE_UPLOAD, 1, true,  true",
        "HEAD_OBJECT,     4, true,  true",
        "DELETE_OBJECT,   1, false, true",
    })
    void pausedHolderCompletesNothing(S3Operation operation, int number, boolean handled, boolean complete) {
        startHolder();
        CompletableFuture<Void> paused = new CompletableFuture<>();
        at(operation, number, handled, () -> {
            pause();
            paused.complete(null);
        });
        CompletableFuture<Answer> late = begin(holder, OURS);
        paused.join();
        Answer answer = add(other, THEIRS);
        resume();
        Answer lates = late.join();
        if (complete) {
            answer.problem(409, "duplicate");
            lates.ok();
        } else {
            answer.ok();
            assertTrue(lates.status() == 409 || lates.status() == 503, lates::toString);
        }
        assertStored(complete ? OURS : THEIRS);
        awaitNothingLeft();
    }

    /** It has completed its upload, and hears of that after its time is over. */
    @Test
    void lateHolderRemovesItsClaim() throws InterruptedException {
        startHolder();
        CompletableFuture<Void> paused = new CompletableFuture<>();
        at(S3Operation.HEAD_OBJECT, 4, true, () -> {
            pause();
            paused.complete(null);
        });
        CompletableFuture<Answer> late = begin(holder, OURS);
        paused.join();
        Thread.sleep(FaultyWorld.DEADLINE.multipliedBy(2).toMillis());
        resume();
        int status = late.join().status();
        assertTrue(status == 200 || status == 503, () -> "status " + status);
        awaitNothingLeft();
        assertStored(OURS);
    }

    @ParameterizedTest
    @CsvSource({"PUT_OBJECT, 1", "HEAD_OBJECT, 3", "HEAD_OBJECT, 4", "COMPLETE_UPLOAD, 1", "DELETE_OBJECT, 1"})
    void lostRepliesOfTheHolderChangeNothing(S3Operation operation, int number) {
        startHolder();
        Faults concerned =
                operation == S3Operation.PUT_OBJECT || operation == S3Operation.DELETE_OBJECT ? claim : proxy.about(id);
        concerned.on(operation).nth(number, loseReply());
        add(holder, OURS).ok();
        add(other, THEIRS).problem(409, "duplicate");
        assertStored(OURS);
        awaitNothingLeft();
    }
}
