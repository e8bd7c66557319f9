package dev.glint.transfer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is done with each part of an image without its bytes, with several parts at a time. */
public final class PartLoop<T> {

    private final AtomicReferenceArray<T> results;
    private final IntFunction<T> work;
    private final AtomicInteger latest = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param parts how many there are
     * @param work what is done with the part of a number, from 1 on
     */
    public PartLoop(int parts, IntFunction<T> work) {
        this.results = new AtomicReferenceArray<>(parts);
        this.work = work;
    }

    /**
     * Works on all parts, and returns or fails only when none is in work any more. After a failure no other begins.
     *
     * @return the result of each part, in their order
     */
    public List<T> run(int atATime, Executor executor) {
        CompletableFuture<?>[] threads = Stream.generate(() -> start(executor))
                .limit(Math.min(atATime, results.length()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).exceptionally(thrown -> null).join();
        if (failure.get() != null) {
            Futures.join(CompletableFuture.failedFuture(failure.get()));
        }
        return IntStream.range(0, results.length()).mapToObj(results::get).toList();
    }

    private CompletableFuture<Void> start(Executor executor) {
        // Unlike runAsync, it reports by the future, like any other failure, that there was no thread.
        return CompletableFuture.completedFuture(null)
                .thenRunAsync(this::goOn, executor)
                .whenComplete((nothing, thrown) -> failure.compareAndSet(null, thrown));
    }

    private void goOn() {
        for (int number = next(); number <= results.length() && failure.get() == null; number = next()) {
            results.set(number - 1, work.apply(number));
        }
    }

    private int next() {
        return latest.incrementAndGet();
    }
}
