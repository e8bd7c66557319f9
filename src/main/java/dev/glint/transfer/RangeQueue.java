package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.OutOfMemory;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.Ranges;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Ranges of one content that are read ahead, from one position to the end, in their order. It begins with one connection, and
 * takes another one after each range while its reader has to wait. Each failure costs a connection, and its range is asked for
 * again by the others; when none is left, the rest is left to the reader.
 */
final class RangeQueue {

    /** The most connections at a time. */
    static final int CONNECTIONS = 8;

    private final ReadAhead room;
    private final Ranges ranges;
    private final Executor executor;
    private final Arrivals arrivals;
    private final long end;
    private final Cancellation stop = new Cancellation();

    /** Contiguous ranges; the reader takes from the first. */
    private final Deque<RangeBuffer> queue = new ArrayDeque<>();

    private final Deque<RangeBuffer> spare = new ArrayDeque<>();
    private long next;
    /** How many connections there may be now, and later. */
    private int most = 1;

    private int limit = CONNECTIONS;
    private int reading;
    private boolean readerWaits = true;
    private boolean stopped;

    RangeQueue(ReadAhead room, Ranges ranges, long start, long end) {
        this.room = room;
        this.ranges = ranges;
        this.executor = room.executor();
        this.arrivals = new Arrivals(ranges.newPace());
        this.next = start;
        this.end = end;
    }

    /** Asks for the first range; false if there is no room for it. */
    synchronized boolean begin() {
        advance();
        return !queue.isEmpty();
    }

    /** Whether the source has proved that it sends ranges. */
    synchronized boolean isAnswered() {
        return arrivals.haveBegun();
    }

    /** Whether no more connections are made, so that what has come is all there is. */
    synchronized boolean isBroken() {
        return most == 0;
    }

    /**
     * Reads some of the next bytes, and waits for the first of them.
     *
     * @return how many; 0 if no more come, although the end has not been reached
     * @throws IOException if all ranges together are too slow, or it was stopped
     */
    int read(byte[] target, int offset, int count) throws IOException {
        RangeBuffer first;
        int available;
        synchronized (this) {
            while (!stopped && (queue.isEmpty() || queue.peek().available() == 0)) {
                if (isBroken()) {
                    return 0;
                }
                readerWaits = true;
                arrivals.awaitMore(this);
            }
            if (stopped) {
                throw new IOException("It was closed while it was read.");
            }
            first = queue.peek();
            available = first.available();
        }
        int taken = first.take(target, offset, Math.min(count, available));
        if (first.isTaken()) {
            endFirst(first);
        }
        return taken;
    }

    private synchronized void endFirst(RangeBuffer first) {
        if (!stopped) {
            queue.remove();
            if (!first.isReading()) {
                reuse(first);
                advance();
            }
        }
    }

    private void reuse(RangeBuffer range) {
        // The last one stays: without its memory the source would have to be asked for the rest in another way.
        if (next < end && (queue.isEmpty() || room.keeps(range))) {
            spare.add(range);
        } else {
            room.giveBack(range);
        }
    }

    /** Asks for all ranges for which there are connections and room: first for those that have failed. */
    private void advance() {
        for (RangeBuffer range : queue) {
            if (reading < most && !range.isReading() && !range.isFull()) {
                startReading(range);
            }
        }
        while (reading < most && queue.size() < CONNECTIONS && next < end) {
            Optional<RangeBuffer> free = Optional.ofNullable(spare.poll()).or(room::take);
            if (free.isEmpty()) {
                return;
            }
            RangeBuffer range = free.get();
            range.assign(next, end);
            next = range.end();
            queue.add(range);
            startReading(range);
        }
    }

    private void startReading(RangeBuffer range) {
        range.setReading(true);
        reading++;
        CompletableFuture.completedFuture(range)
                .thenAcceptAsync(this::fill, executor)
                .whenComplete((done, thrown) -> ended(range, thrown));
    }

    private void fill(RangeBuffer range) {
        try (ImageContent content = ranges.open(range.missing(), range.end(), stop)) {
            range.fill(content, bytes -> add(range, bytes));
        }
    }

    private synchronized void add(RangeBuffer range, int bytes) {
        range.add(bytes);
        arrivals.add(bytes);
        if (range == queue.peek()) {
            notifyAll();
        }
    }

    private void ended(RangeBuffer range, Throwable thrown) {
        OutOfMemory.exitIfCauseOf(thrown);
        synchronized (this) {
            range.setReading(false);
            reading--;
            if (stopped) {
                room.giveBack(range);
                return;
            }
            if (thrown != null) {
                most = reading;
                limit = reading;
            } else if (readerWaits && most < limit) {
                most++;
                readerWaits = false;
            }
            if (!queue.contains(range)) {
                // Its reader had its last byte before the thread that read it was done.
                reuse(range);
            }
            advance();
            notifyAll();
        }
    }

    /** Gives up what has not been read. */
    void stop() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            queue.stream().filter(range -> !range.isReading()).forEach(room::giveBack);
            spare.forEach(room::giveBack);
            notifyAll();
        }
        stop.cancel(SOURCE_FAILED.because("The rest of the source is not needed."));
    }
}
