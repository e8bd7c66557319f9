package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.source.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class MemoryBudgetTest {

    private static final int TOTAL = 32;
    private static final int PART = 8;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Cancellation cancellation = new Cancellation();
    private MemoryBudget budget = new MemoryBudget(TOTAL, PART, LONG);

    private final List<MemoryShare> shares = new ArrayList<>();

    @AfterEach
    void allMemoryIsBack() {
        threads.shutdownNow();
        shares.forEach(MemoryShare::close);
        assertEquals(TOTAL, budget.free());
    }

    private MemoryShare share(Cancellation call) {
        MemoryShare share = budget.share(0, call);
        shares.add(share);
        return share;
    }

    private MemoryShare held(int bytes) {
        MemoryShare share = share(cancellation);
        share.grow(bytes);
        return share;
    }

    private CompletableFuture<Void> growing(MemoryShare share, int bytes) {
        return CompletableFuture.runAsync(() -> share.grow(bytes), threads);
    }

    @Test
    void immediateAcquisitionLeavesTheReserve() {
        MemoryShare share = budget.tryAcquire(TOTAL - PART).orElseThrow();
        assertTrue(budget.tryAcquire(1).isEmpty());
        share.close();
        share.close();
        assertEquals(TOTAL, budget.free());
    }

    @Test
    void oneShareAtATimeBorrowsTheReserve() {
        held(TOTAL - PART);
        MemoryShare borrower = held(1);
        CompletableFuture<Void> next = growing(share(cancellation), 1);
        borrower.grow(PART - 1);
        assertEquals(0, budget.free());
        borrower.complete();
        assertFalse(next.isDone(), "the reserve is not back");
        borrower.close();
        next.join();
        assertEquals(PART - 1, budget.free());
    }

    @Test
    void waitingShareGetsTheMemoryThatOthersReturn() {
        MemoryShare other = held(TOTAL - PART);
        held(PART);
        CompletableFuture<Void> next = growing(share(cancellation), 2);
        other.close();
        next.join();
    }

    @Test
    void shareWaitsForALimitedTime() {
        budget = new MemoryBudget(TOTAL, PART, SHORT);
        held(TOTAL - PART);
        held(PART).complete();
        MemoryShare next = share(cancellation);
        StoreFailure failure = assertThrows(StoreFailure.class, () -> next.grow(1));
        assertEquals(STORE_UNAVAILABLE, failure.kind());
        assertEquals("All memory for images is taken by others; try again.", failure.getMessage());
    }

    /** Others wait longer than the borrower may hold the reserve. So the borrower is told to try again, and not the others. */
    @Test
    void slowBorrowerIsCancelledForOthers() {
        budget = new MemoryBudget(TOTAL, PART, Duration.ofSeconds(4));
        held(TOTAL - PART);
        Cancellation slow = new Cancellation();
        MemoryShare borrower = share(slow);
        slow.onCancel(borrower::close);
        borrower.grow(1);
        share(cancellation).grow(PART);
        StoreFailure reason = assertThrows(StoreFailure.class, slow::check);
        assertEquals("The source is too slow while memory is short; try again.", reason.getMessage());
    }

    @Test
    void cancelledCallStopsWaiting() {
        StoreFailure reason = STORE_UNAVAILABLE.because("The client has gone.");
        Cancellation gone = new Cancellation();
        held(TOTAL - PART);
        held(PART);
        MemoryShare next = share(gone);
        CompletableFuture<Void> growth = growing(next, 1);
        gone.cancel(reason);
        assertSame(reason, assertThrows(CompletionException.class, growth::join).getCause());
        assertSame(reason, assertThrows(StoreFailure.class, () -> next.grow(1)), "nor does it begin to");
    }

    @Test
    void interruptedThreadStopsWaiting() {
        held(TOTAL - PART);
        held(PART);
        MemoryShare next = share(cancellation);
        Thread.currentThread().interrupt();
        assertThrows(StoreFailure.class, () -> next.grow(1));
        assertTrue(Thread.interrupted(), "still interrupted");
    }

    /** Parts of all sizes, some slow, some cancelled, some that break off: each ends, and all memory comes back. */
    @Test
    void everyPartEnds() {
        budget = new MemoryBudget(TOTAL, PART, Duration.ofMillis(200));
        Random seeds = new Random(9);
        List<CompletableFuture<Boolean>> parts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Random random = new Random(seeds.nextLong());
            parts.add(CompletableFuture.supplyAsync(() -> fill(random), threads));
        }
        long filled = parts.stream().filter(CompletableFuture::join).count();
        assertTrue(filled > 0, "none was filled");
    }

    private boolean fill(Random random) {
        Cancellation call = new Cancellation();
        if (random.nextInt(8) == 0) {
            threads.execute(() -> {
                LockSupport.parkNanos(random.nextInt(1_000_000));
                call.cancel(STORE_UNAVAILABLE.because("The client has gone."));
            });
        }
        int size = 1 + random.nextInt(PART);
        int breaksAt = random.nextInt(8) == 0 ? random.nextInt(size) : size;
        long pause = random.nextInt(8) == 0 ? 50_000_000 : random.nextInt(100_000);
        try (MemoryShare part = budget.share(size, call)) {
            for (int bytes = 0; bytes < breaksAt; bytes++) {
                LockSupport.parkNanos(pause);
                part.grow(1);
            }
            part.complete();
            LockSupport.parkNanos(pause);
            return breaksAt == size;
        } catch (StoreFailure failure) {
            assertEquals(STORE_UNAVAILABLE, failure.kind());
            return false;
        }
    }
}
