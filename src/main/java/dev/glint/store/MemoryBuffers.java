package dev.glint.store;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;
import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.source.ImageContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The memory of all parts of all adds: a fixed number of segments, half of the heap or the parts of one add, whichever is
 * more. A part takes its segments at once and never waits while it holds some, so that adds wait for each other but not for
 * ever.
 */
final class MemoryBuffers implements PartBuffers {

    /** Less than half of the smallest region of the G1 collector: larger arrays would be allocated by themselves. */
    static final int SEGMENT = 256 * 1024;

    private final int total;
    private final Semaphore free;
    private final Duration patience;
    private final Queue<byte[]> spare = new ConcurrentLinkedQueue<>();

    /**
     * @param least how many bytes there are at least
     * @param patience how long a part waits for others to give back their segments
     */
    MemoryBuffers(long least, Duration patience) {
        this.total = segments(Math.max(least, Runtime.getRuntime().maxMemory() / 2));
        this.free = new Semaphore(total, true);
        this.patience = patience;
    }

    @Override
    public PartBuffer take(long bytes) {
        int claim = segments(bytes);
        if (claim > total) {
            throw TOO_LARGE.because(
                    "The image needs parts of %d bytes, for which there is no memory; see s3.store.object-buffer-dir.",
                    bytes);
        }
        try {
            if (free.tryAcquire(claim, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new MemoryBuffer(claim);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw STORE_UNAVAILABLE.because("All memory for parts is taken by other images; try again.");
    }

    private static int segments(long bytes) {
        return Math.toIntExact((bytes + SEGMENT - 1) / SEGMENT);
    }

    private final class MemoryBuffer implements PartBuffer {

        private final int claim;
        private final List<byte[]> segments = new ArrayList<>();
        private final AtomicBoolean closed = new AtomicBoolean();
        private long size;

        private MemoryBuffer(int claim) {
            this.claim = claim;
        }

        @Override
        public void fill(ImageContent content, long limit) {
            while (size < limit && !content.atEnd()) {
                byte[] recycled = spare.poll();
                byte[] segment = recycled == null ? new byte[SEGMENT] : recycled;
                segments.add(segment);
                size += content.read(segment, 0, (int) Math.min(SEGMENT, limit - size));
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream open() {
            List<InputStream> streams = new ArrayList<>();
            for (int i = 0; i < segments.size(); i++) {
                streams.add(new ByteArrayInputStream(segments.get(i), 0, length(i)));
            }
            return new SequenceInputStream(Collections.enumeration(streams));
        }

        @Override
        public void updateDigest(MessageDigest digest) {
            for (int i = 0; i < segments.size(); i++) {
                digest.update(segments.get(i), 0, length(i));
            }
        }

        private int length(int segment) {
            return (int) Math.min(SEGMENT, size - (long) segment * SEGMENT);
        }

        @Override
        public void close() {
            if (closed.getAndSet(true)) {
                return;
            }
            spare.addAll(segments);
            segments.clear();
            free.release(claim);
            if (free.availablePermits() == total) {
                spare.clear();
            }
        }
    }
}
