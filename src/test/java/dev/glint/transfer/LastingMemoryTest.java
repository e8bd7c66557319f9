package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LastingMemoryTest {

    private static final int TOTAL = 32;
    private static final int PART = 8;

    private final Cancellation cancellation = new Cancellation();
    private final MemoryBudget budget = new MemoryBudget(TOTAL, PART, Duration.ofMillis(50));
    private final LastingMemory lasting = new LastingMemory(budget, Duration.ofHours(1));

    @AfterEach
    void allMemoryIsBack() {
        assertEquals(TOTAL, budget.free());
    }

    @Test
    void moreThanAllButAPartIsTooLarge() {
        assertEquals(
                TOO_LARGE,
                assertThrows(StoreFailure.class, () -> lasting.take(TOTAL - PART + 1, cancellation))
                        .kind());
        lasting.take(TOTAL - PART, cancellation).close();
    }

    @Test
    void callWaitsForOthersThatHoldIt() {
        LastingMemory.Hold first = lasting.take(TOTAL - PART, cancellation);
        CompletableFuture<LastingMemory.Hold> second =
                CompletableFuture.supplyAsync(() -> lasting.take(1, cancellation));
        first.close();
        first.close();
        second.join().close();
    }

    @Test
    void waitingEndsWithTheCall() {
        LastingMemory.Hold first = lasting.take(TOTAL - PART, cancellation);
        Cancellation gone = new Cancellation();
        CompletableFuture<StoreFailure> second =
                CompletableFuture.supplyAsync(() -> assertThrows(StoreFailure.class, () -> lasting.take(1, gone)));
        gone.cancel(STORE_UNAVAILABLE.because("The client is gone."));
        assertEquals("The client is gone.", second.join().getMessage());
        first.close();
    }

    /** It was taken from the reserve of the parts while these held the rest. */
    @Test
    void reserveOfThePartsIsMadeUpAgain() {
        MemoryShare parts = budget.share(20, cancellation);
        parts.grow(20);
        parts.complete();
        LastingMemory.Hold hold = lasting.take(8, cancellation);
        assertEquals(4, budget.free());
        parts.close();
        MemoryShare others = budget.share(16, cancellation);
        others.grow(16);
        MemoryShare first = budget.share(4, new Cancellation());
        first.grow(4);
        MemoryShare second = budget.share(4, cancellation);
        assertEquals(
                STORE_UNAVAILABLE,
                assertThrows(StoreFailure.class, () -> second.grow(4)).kind());
        others.close();
        first.close();
        second.close();
        hold.close();
    }
}
