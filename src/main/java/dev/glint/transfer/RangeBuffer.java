package dev.glint.transfer;

import dev.glint.source.ImageContent;
import java.util.function.IntConsumer;

/**
 * One range on its way from a source to its reader, in memory that is used for one range after the other. One thread fills it
 * while another takes what has come.
 */
final class RangeBuffer {

    /** How many bytes its reader can have to wait for when one is there. */
    private static final int STEP = 64 * 1024;

    private static final int SEGMENT = MemoryBuffers.SEGMENT;

    private final byte[][] segments;
    private MemoryShare memory;
    private long start;
    private int size;
    private int taken;
    /** How many bytes have come; the lock of the {@link RangeQueue} publishes them. */
    private int filled;
    /** Whether somebody fills it; guarded by that lock. */
    private boolean isReading;

    RangeBuffer(MemoryShare memory, int capacity) {
        this.memory = memory;
        this.segments = new byte[capacity / SEGMENT][SEGMENT];
    }

    /** Makes room for another range. */
    void assign(long from, long to) {
        start = from;
        size = (int) Math.min(capacity(), to - from);
        taken = 0;
        filled = 0;
    }

    int capacity() {
        return segments.length * SEGMENT;
    }

    long start() {
        return start;
    }

    long end() {
        return start + size;
    }

    /** The first byte that has not come. */
    long missing() {
        return start + filled;
    }

    boolean isFull() {
        return filled == size;
    }

    boolean isTaken() {
        return taken == size;
    }

    boolean isReading() {
        return isReading;
    }

    void setReading(boolean reading) {
        isReading = reading;
    }

    /** Reads what is missing, and tells each time how many bytes have come; these are then to be added. */
    void fill(ImageContent content, IntConsumer come) {
        while (!isFull()) {
            int inSegment = filled % SEGMENT;
            int count = Math.min(Math.min(STEP, SEGMENT - inSegment), size - filled);
            come.accept(content.read(segments[filled / SEGMENT], inSegment, count));
        }
        // Only a connection whose answer has been read to its end can be used again.
        content.atEnd();
    }

    void add(int bytes) {
        filled += bytes;
    }

    /** How many bytes can be taken. */
    int available() {
        return filled - taken;
    }

    /** Takes some of the bytes that are available, at least one. */
    int take(byte[] target, int offset, int available) {
        int inSegment = taken % SEGMENT;
        int count = Math.min(available, SEGMENT - inSegment);
        System.arraycopy(segments[taken / SEGMENT], inSegment, target, offset, count);
        taken += count;
        return count;
    }

    MemoryShare memory() {
        return memory;
    }

    void setMemory(MemoryShare other) {
        memory = other;
    }
}
