package dev.glint.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.source.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When parts begin to take memory. */
@Timeout(60)
class PromisedMemoryTest {

    private static final int PARTS = 4;
    private static final int PART = 8;
    private static final int TOTAL = PARTS * PART;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Cancellation cancellation = new Cancellation();
    private final List<MemoryShare> shares = new ArrayList<>();
    private MemoryBudget budget = new MemoryBudget(TOTAL, PART, Duration.ofHours(1));

    @AfterEach
    void allMemoryIsBack() {
        threads.shutdownNow();
        shares.forEach(MemoryShare::close);
        assertEquals(TOTAL, budget.free());
    }

    private MemoryShare share(int need) {
        MemoryShare share = budget.share(need, cancellation);
        shares.add(share);
        return share;
    }

    private void beginParts() {
        for (int i = 0; i < PARTS; i++) {
            share(PART).grow(1);
        }
    }

    private CompletableFuture<Void> beginning(MemoryShare share) {
        return CompletableFuture.runAsync(() -> share.grow(1), threads);
    }

    /** Nearly all memory would wait in parts that cannot go on, and the reserve would carry all images one after another. */
    @Test
    void partBeginsWhenThereIsRoomForAllOfIt() {
        List<MemoryShare> begun = new ArrayList<>();
        for (int i = 0; i < TOTAL / PART; i++) {
            begun.add(share(PART));
            begun.get(i).grow(1);
        }
        MemoryShare next = share(PART);
        CompletableFuture<Void> beginning = beginning(next);
        begun.forEach(part -> part.grow(PART - 1));
        assertEquals(0, budget.free(), "all that have begun are complete");
        begun.forEach(MemoryShare::complete);
        begun.get(0).close();
        beginning.join();
        next.grow(PART - 1);
        assertEquals(0, budget.free());
    }

    @Test
    void smallImagesNeedLittleRoom() {
        for (int i = 0; i < TOTAL - PART; i++) {
            share(1).grow(1);
        }
        assertEquals(PART, budget.free());
    }

    /** Slow sources may not need for a long time what they were promised. */
    @Test
    void partThatWaitedLongBeginsWithWhatOthersWerePromised() {
        budget = new MemoryBudget(TOTAL, PART, Duration.ofSeconds(4));
        beginParts();
        beginParts();
        assertEquals(TOTAL - 2 * TOTAL / PART, budget.free());
        cancellation.check();
    }

    @Test
    void completePartLeavesWhatItDoesNotNeedToOthers() {
        beginParts();
        CompletableFuture<Void> beginning = beginning(share(PART));
        shares.get(0).complete();
        shares.get(1).complete();
        beginning.join();
    }
}
