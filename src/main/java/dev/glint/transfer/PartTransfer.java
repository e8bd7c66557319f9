package dev.glint.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * The transfer of an image in parts: the calling thread reads, others send and digest. At most {@code partsInFlight} parts are
 * held at a time, and reading waits until one of them is done, so that memory does not depend on who is slower.
 */
public final class PartTransfer<T> {

    /** Sends one part, and answers what its receiver said. */
    @FunctionalInterface
    public interface Sender<T> {
        T send(int number, PartBuffer part);
    }

    private final Executor executor;
    private final Digester digester;
    private final Sender<T> sender;
    private final Semaphore slots;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    public PartTransfer(int partsInFlight, Executor executor, Digester digester, Sender<T> sender) {
        this.executor = executor;
        this.digester = digester;
        this.sender = sender;
        this.slots = new Semaphore(partsInFlight);
    }

    /**
     * Transfers all parts, and returns or fails only when none is in flight any more.
     *
     * @param first the first part
     * @param next reads the part of a number; null after the last
     * @throws dev.glint.image.StoreFailure the first failure to read or to send
     */
    public List<T> run(PartBuffer first, IntFunction<PartBuffer> next) {
        List<CompletableFuture<T>> parts = new ArrayList<>();
        try {
            PartBuffer part = first;
            slots.acquireUninterruptibly();
            for (int number = 1; part != null; number++) {
                parts.add(start(number, part));
                slots.acquireUninterruptibly();
                part = failure.get() == null ? next.apply(number + 1) : null;
            }
        } finally {
            settle(parts);
        }
        return parts.stream().map(Futures::join).toList();
    }

    private CompletableFuture<T> start(int number, PartBuffer part) {
        // Unlike supplyAsync, it reports by the future, like any other failure, that there was no thread.
        return CompletableFuture.completedFuture(part)
                .thenApplyAsync(filled -> sender.send(number, filled), executor)
                .thenCombine(digester.update(part), (sent, digested) -> sent)
                .whenComplete((sent, thrown) -> {
                    if (thrown != null) {
                        failure.compareAndSet(null, thrown);
                    }
                    try {
                        part.close();
                    } finally {
                        slots.release();
                    }
                });
    }

    private static void settle(List<? extends CompletableFuture<?>> parts) {
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .exceptionally(thrown -> null)
                .join();
    }
}
