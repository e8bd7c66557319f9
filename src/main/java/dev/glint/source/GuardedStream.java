package dev.glint.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The body of an answer, with a lower bound on its speed: the next 64 KiB, or the end, must come within a time. A limit on each
 * read alone would let a byte now and then hold a caller for ever. Closing it gives up what has not been read.
 */
public final class GuardedStream extends FilterInputStream {

    private static final int STEP = 64 * 1024;

    private final Watchdog watchdog;
    private final Duration patience;
    private final Runnable abort;

    /** {@code abort} ends the connection, also while another thread reads from it. */
    public GuardedStream(InputStream body, Watchdog watchdog, Duration patience, Runnable abort) {
        super(body);
        this.watchdog = watchdog;
        this.patience = patience;
        this.abort = abort;
    }

    @Override
    public int read() throws IOException {
        return watchdog.guard(patience, abort, in::read);
    }

    @Override
    public int readNBytes(byte[] target, int offset, int count) throws IOException {
        int read = 0;
        while (read < count) {
            int from = offset + read;
            int step = Math.min(STEP, count - read);
            int got = watchdog.guard(patience, abort, () -> in.readNBytes(target, from, step));
            read += got;
            if (got < step) {
                break;
            }
        }
        return read;
    }

    /** Does not close the body: that would read the rest of it, to keep the connection. */
    @Override
    public void close() {
        abort.run();
    }
}
