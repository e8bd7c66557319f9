package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.source.PermitQueue.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermitQueueTest {

    private final PermitQueue queue = new PermitQueue(10);

    @Test
    void freePermitsAreGrantedAtOnce() {
        assertTrue(queue.acquire(4).isDone());
        assertTrue(queue.acquire(6).isDone());
        assertFalse(queue.acquire(1).isDone());
    }

    @Test
    void permitsAreGrantedInTurn() {
        Permit all = queue.acquire(10).join();
        CompletableFuture<Permit> large = queue.acquire(9);
        CompletableFuture<Permit> small = queue.acquire(2);
        all.close();
        assertTrue(large.isDone());
        assertFalse(small.isDone(), "There is 1 left.");
        large.join().close();
        assertTrue(small.isDone());
    }

    @Test
    void smallRequestDoesNotOvertakeALargeOne() {
        Permit most = queue.acquire(9).join();
        CompletableFuture<Permit> large = queue.acquire(5);
        CompletableFuture<Permit> small = queue.acquire(1);
        assertFalse(small.isDone());
        assertTrue(queue.tryAcquire(1).isEmpty());
        most.close();
        assertTrue(large.isDone() && small.isDone());
    }

    @Test
    void cancelledRequestDoesNotBlockOthers() {
        queue.acquire(9).join();
        CompletableFuture<Permit> large = queue.acquire(5);
        CompletableFuture<Permit> small = queue.acquire(1);
        large.cancel(false);
        assertTrue(small.isDone());
        small.join().close();
        assertTrue(queue.tryAcquire(1).isPresent());
        assertTrue(queue.tryAcquire(1).isEmpty());
    }

    @Test
    void permitIsReturnedOnlyOnce() {
        Permit permit = queue.acquire(10).join();
        permit.close();
        permit.close();
        queue.acquire(10).join();
        assertTrue(queue.tryAcquire(1).isEmpty());
    }

    @Test
    void closedQueueFailsAllWaits() {
        Permit all = queue.acquire(10).join();
        CompletableFuture<Permit> waiting = queue.acquire(1);
        StoreFailure reason = STORE_UNAVAILABLE.because("It is over.");
        queue.close(reason);
        assertEquals(
                reason, assertThrows(CompletionException.class, waiting::join).getCause());
        assertTrue(queue.acquire(1).isCompletedExceptionally());
        all.close();
        assertTrue(queue.acquire(10).isDone(), "What need not wait goes on.");
    }

    @Test
    void noPermitsAreLostAmongManyThreads() {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Void>> uses = new ArrayList<>();
        IntStream.range(0, 1000).parallel().forEach(number -> {
            CompletableFuture<Permit> turn = queue.acquire(1 + number % 10);
            // As in the application: a thousand in a row in one thread would overflow its stack.
            CompletableFuture<Void> use = turn.handleAsync(
                    (permit, gaveUp) -> {
                        if (permit != null) {
                            permit.close();
                        }
                        return null;
                    },
                    threads);
            if (number % 3 == 0) {
                turn.cancel(false);
            }
            synchronized (uses) {
                uses.add(use);
            }
        });
        uses.forEach(CompletableFuture::join);
        threads.shutdown();
        assertTrue(queue.tryAcquire(10).isPresent());
    }
}
