package dev.glint.transfer;

import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Reads contents by several connections at a time where one is slower than its reader. It takes memory only while others leave
 * some, and a bounded number of connections for all calls.
 */
public final class ReadAhead {

    /** Of all calls together; the pools of connections have room for them. */
    private static final int CONNECTIONS = 64;

    private static final int SEGMENT = MemoryBuffers.SEGMENT;
    private static final int LARGEST_RANGE = 8 * SEGMENT;
    /** One content takes no more than a quarter of all memory. */
    private static final int SMALLEST_SHARE = 4 * RangeQueue.CONNECTIONS;

    private final MemoryBudget budget;
    private final Supplier<Executor> executor;
    private final Semaphore connections = new Semaphore(CONNECTIONS);

    /** {@code executor} gives the threads for a call that runs on the thread which asks. */
    public ReadAhead(MemoryBudget budget, Supplier<Executor> executor) {
        this.budget = budget;
        this.executor = executor;
    }

    /** The same content, to be read in its place. */
    public ImageContent of(ImageContent content, Cancellation cancellation) {
        return content.ranges()
                .map(ranges -> content.readBy(new AheadStream(this, content, ranges, cancellation)))
                .orElse(content);
    }

    Executor executor() {
        return executor.get();
    }

    /** How many bytes a range has, at most. */
    int rangeSize() {
        int segments = (int) Math.min(budget.total / SMALLEST_SHARE / SEGMENT, LARGEST_RANGE / SEGMENT);
        return Math.max(1, segments) * SEGMENT;
    }

    /** Room for a range, and the right to one more connection; empty if others need them. Never waits. */
    Optional<RangeBuffer> take() {
        if (!connections.tryAcquire()) {
            return Optional.empty();
        }
        int bytes = rangeSize();
        Optional<RangeBuffer> buffer = budget.tryAcquire(bytes).map(memory -> new RangeBuffer(memory, bytes));
        if (buffer.isEmpty()) {
            connections.release();
        }
        return buffer;
    }

    /** Whether the buffer keeps its memory: others that wait for memory come first. */
    boolean keeps(RangeBuffer buffer) {
        buffer.memory().close();
        Optional<MemoryShare> memory = budget.tryAcquire(buffer.capacity());
        memory.ifPresent(buffer::setMemory);
        return memory.isPresent();
    }

    void giveBack(RangeBuffer buffer) {
        buffer.memory().close();
        connections.release();
    }
}
