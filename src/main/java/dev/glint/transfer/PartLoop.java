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
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

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
        List<CompletableFuture<Void>> threads = Stream.generate(
                        () -> CompletableFuture.completedFuture(null).thenRunAsync(this::goOn, executor))
                .limit(Math.min(atATime, results.length()))
                .toList();
        CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new))
                .exceptionally(thrown -> null)
                .join();
        if (failure.get() != null) {
            throw failure.get();
        }
        threads.forEach(Futures::join);
        return IntStream.range(0, results.length()).mapToObj(results::get).toList();
    }

    private void goOn() {
        for (int number = next(); number <= results.length() && failure.get() == null; number = next()) {
            try {
                results.set(number - 1, work.apply(number));
            } catch (RuntimeException thrown) {
                failure.compareAndSet(null, thrown);
            }
        }
    }

    private int next() {
        return latest.incrementAndGet();
    }
}
