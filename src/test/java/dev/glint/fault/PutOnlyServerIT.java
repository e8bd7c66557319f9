package dev.glint.fault;

import static dev.glint.fault.Outcome.DUPLICATE;
import static dev.glint.testing.HeaderFaults.ignoreHeader;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.glint.testing.FaultyApplication;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.Sequential;
import dev.glint.testing.ServerKind;
import dev.glint.testing.SourceServer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A server that honours the condition of PUT and ignores that of completions, as Ceph did: completions are guarded by a claim. */
@Sequential
class PutOnlyServerIT extends ServerKindSuite {

    @AutoClose
    private static final FaultyApplication OWN = on(ServerKind.IGNORES_COMPLETE, Map.of());

    PutOnlyServerIT() {
        super(OWN);
    }

    @Test
    void readinessTellsEachOperation() {
        assertReadiness("put honoured, complete ignored, copy unknown", "of several adds of an id one succeeds");
    }

    /** A PUT comes between the last look of a call and its completion, which replaces its object. */
    @Test
    void imageOfOnePutIsNotConfirmedWhileACompletionMayReplaceIt() throws Exception {
        AtomicReference<CompletableFuture<Answer>> small = new AtomicReference<>();
        world.s3().on(COMPLETE_UPLOAD).once(ignoreHeader("If-None-Match").after(() -> {
            small.set(CompletableFuture.supplyAsync(() -> add(SINGLE), CALLERS));
            awaitObject();
        }));
        Answer large = add(MULTIPART);
        DUPLICATE.check(small.get().get(1, TimeUnit.MINUTES));
        assertStored(large.ok(), MULTIPART);
        remove();
    }

    private void awaitObject() {
        while (!s3.keys().contains(id)) {
            Thread.onSpinWait();
        }
    }

    /** The other add waits for the claim, and is not confirmed before the first one is. */
    @Test
    void completionWaitsForTheClaimOfAnother() throws Exception {
        AtomicReference<CompletableFuture<Answer>> other = new AtomicReference<>();
        world.s3().on(COMPLETE_UPLOAD).once(ignoreHeader("If-None-Match").after(() -> {
            other.set(CompletableFuture.supplyAsync(() -> add(TWO_PARTS), CALLERS));
            try {
                // It would be done by then if it did not wait.
                other.get().get(FaultyWorld.DEADLINE.toMillis() / 6, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            throw new AssertionError("It did not wait.");
        }));
        assertStored(add(MULTIPART).ok(), MULTIPART);
        DUPLICATE.check(other.get().get(1, TimeUnit.MINUTES));
        assertArrayEquals(SourceServer.bytes(MULTIPART), s3.take(id));
    }
}
