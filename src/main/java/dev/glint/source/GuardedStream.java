package dev.glint.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The body of an answer, with a lower bound on its speed: the next 64 KiB, or the end, must come within a time. A limit on each
 * read alone would let a byte now and then hold a caller for ever. Closing it gives up what has not been read: a read
 * then fails, and never sees an end.
 */
public final class GuardedStream extends ArrayStream {

    private final InputStream body;
    private final Watchdog watchdog;
    private final Pace pace;
    private final Runnable abort;
    private volatile boolean closed;

    /** {@code abort} ends the connection, also while another thread reads from it. */
    public GuardedStream(InputStream body, Watchdog watchdog, Duration patience, Runnable abort) {
        this(body, watchdog, new Pace(patience, 0), abort);
    }

    GuardedStream(InputStream body, Watchdog watchdog, Pace pace, Runnable abort) {
        this.body = body;
        this.watchdog = watchdog;
        this.pace = pace;
        this.abort = abort;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        return watched(() -> body.read(target, offset, count));
    }

    @Override
    public int readNBytes(byte[] target, int offset, int count) throws IOException {
        int read = 0;
        while (read < count) {
            int from = offset + read;
            int step = Math.min(pace.step(), count - read);
            int got = watched(() -> body.readNBytes(target, from, step));
            read += got;
            if (got < step) {
                break;
            }
        }
        return read;
    }

    private int watched(Watchdog.Blocking<Integer> read) throws IOException {
        long begin = System.nanoTime();
        int got = watchdog.guard(pace.patience(), abort, read);
        if (closed) {
            throw new IOException("It was closed while it was read.");
        }
        pace.add(Math.max(0, got), System.nanoTime() - begin);
        return got;
    }

    /** Does not close the body: that would read the rest of it, to keep the connection. */
    @Override
    public void close() {
        closed = true;
        abort.run();
    }
}
