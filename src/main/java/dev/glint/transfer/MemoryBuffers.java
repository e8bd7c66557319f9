package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Parts in memory, in segments that they claim one by one as they fill: an image of five bytes takes one segment, and a source
 * that sends little holds little.
 */
public final class MemoryBuffers implements PartBuffers {

    /** Less than half of the smallest region of the G1 collector: larger arrays would be allocated by themselves. */
    static final int SEGMENT = 256 * 1024;

    private final MemoryBudget budget;
    /** Segments to be used again; the collector may have them before memory runs out, since others share the budget. */
    private final Queue<SoftReference<byte[]>> spare = new ConcurrentLinkedQueue<>();

    public MemoryBuffers(MemoryBudget budget) {
        this.budget = budget;
    }

    @Override
    public PartBuffer take(long bytes, Cancellation cancellation) {
        if (bytes > budget.total) {
            throw TOO_LARGE.because(
                    "The image needs parts of %d bytes, for which there is no memory; see s3.store.object-buffer-dir.",
                    bytes);
        }
        long need = (bytes + SEGMENT - 1) / SEGMENT * SEGMENT;
        return new MemoryBuffer(budget.share(need, cancellation));
    }

    private byte[] segment() {
        for (SoftReference<byte[]> used = spare.poll(); used != null; used = spare.poll()) {
            byte[] segment = used.get();
            if (segment != null) {
                return segment;
            }
        }
        return new byte[SEGMENT];
    }

    private final class MemoryBuffer implements PartBuffer {

        private final MemoryShare share;
        private final List<byte[]> segments = new ArrayList<>();
        private long size;

        private MemoryBuffer(MemoryShare share) {
            this.share = share;
        }

        @Override
        public void fill(ImageContent content, long limit) {
            while (size < limit && !content.atEnd()) {
                share.grow(SEGMENT);
                byte[] segment = segment();
                segments.add(segment);
                size += content.read(segment, 0, (int) Math.min(SEGMENT, limit - size));
            }
            share.complete();
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
        public synchronized void close() {
            try {
                segments.forEach(segment -> spare.add(new SoftReference<>(segment)));
                segments.clear();
            } finally {
                share.close();
            }
            if (budget.isIdle()) {
                spare.clear();
            }
        }
    }
}
