package dev.glint.format;

import java.nio.ByteBuffer;

/** The last bytes of those that passed, in a ring. */
final class Tail {

    private final byte[] ring;
    private long written;

    Tail(int length) {
        ring = new byte[length];
    }

    int length() {
        return ring.length;
    }

    void write(ByteBuffer chunk) {
        int count = Math.min(chunk.remaining(), ring.length);
        written += chunk.remaining() - count;
        ByteBuffer last = chunk.slice(chunk.limit() - count, count);
        while (last.hasRemaining()) {
            int at = (int) (written % ring.length);
            int piece = Math.min(last.remaining(), ring.length - at);
            last.get(ring, at, piece);
            written += piece;
        }
    }

    /** Forgets what passed: what comes next does not follow it. */
    void restart() {
        written = 0;
    }

    /** What passed last, oldest first; fewer bytes than the length if fewer passed. */
    ByteBuffer bytes() {
        if (written < ring.length) {
            return ByteBuffer.wrap(ring, 0, (int) written).slice();
        }
        int oldest = (int) (written % ring.length);
        ByteBuffer bytes = ByteBuffer.allocate(ring.length);
        bytes.put(ring, oldest, ring.length - oldest).put(ring, 0, oldest);
        return bytes.flip();
    }
}
