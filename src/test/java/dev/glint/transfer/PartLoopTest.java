package dev.glint.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PartLoopTest {

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 4", "4, 4", "5, 4", "10000, 4", "10000, 1000"})
    void resultsAreInTheOrderOfTheParts(int parts, int atATime) {
        List<Integer> expected = IntStream.rangeClosed(1, parts).boxed().toList();
        assertEquals(expected, new PartLoop<>(parts, number -> number).run(atATime, threads));
    }

    @Test
    void soManyPartsAreInWorkAtATime() {
        CyclicBarrier all = new CyclicBarrier(4);
        AtomicInteger inWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        new PartLoop<>(40, number -> {
                    most.accumulateAndGet(inWork.incrementAndGet(), Math::max);
                    try {
                        all.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return inWork.decrementAndGet();
                })
                .run(4, threads);
        assertEquals(4, most.get());
    }

    /** What is in work ends before the loop does, and nothing else begins. */
    @Test
    void theFirstFailureEndsTheLoop() {
        IllegalStateException failure = new IllegalStateException("the first");
        CountDownLatch oneHasEnded = new CountDownLatch(1);
        CountDownLatch bothHaveBegun = new CountDownLatch(2);
        List<Integer> done = new CopyOnWriteArrayList<>();
        PartLoop<Integer> loop = new PartLoop<>(100, number -> {
            bothHaveBegun.countDown();
            if (number == 2) {
                await(bothHaveBegun);
                throw failure;
            }
            await(oneHasEnded);
            done.add(number);
            return number;
        });
        Executor noting = task -> threads.execute(() -> {
            task.run();
            oneHasEnded.countDown();
        });
        assertSame(failure, assertThrows(IllegalStateException.class, () -> loop.run(2, noting)));
        assertEquals(List.of(1), done);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutThreadsItFails() {
        threads.shutdown();
        PartLoop<Integer> loop = new PartLoop<>(3, number -> number);
        assertThrows(RejectedExecutionException.class, () -> loop.run(2, threads));
    }

    @Test
    void anErrorIsNoSuccess() {
        PartLoop<Integer> loop = new PartLoop<>(3, number -> {
            throw new AssertionError("a bug");
        });
        assertThrows(RuntimeException.class, () -> loop.run(2, threads));
    }

    @Test
    void anErrorEndsTheLoopToo() {
        List<Integer> begun = new CopyOnWriteArrayList<>();
        PartLoop<Integer> loop = new PartLoop<>(100, number -> {
            begun.add(number);
            throw new AssertionError("a bug");
        });
        assertThrows(RuntimeException.class, () -> loop.run(4, Runnable::run));
        assertEquals(List.of(1), begun);
    }
}
