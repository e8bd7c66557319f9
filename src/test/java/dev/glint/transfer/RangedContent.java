package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.Pace;
import dev.glint.source.Ranges;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Content of random bytes that can be read in ranges. Its first connection is so slow that its reader waits for it. */
final class RangedContent implements Ranges {

    /** What happens to a request for a range; {@code number} counts them from 1, after the first connection has been closed; else 0. */
    @FunctionalInterface
    interface Server {
        InputStream answer(int number, byte[] range) throws IOException;
    }

    /** A request for a range. */
    record Request(long from, long to) {}

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final byte[] bytes;
    private final Cancellation cancellation;
    private final Server server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final Map<Integer, Request> numbered = new ConcurrentHashMap<>();
    private final AtomicInteger later = new AtomicInteger();
    private volatile int mostAtOnce;
    private volatile boolean firstIsClosed;
    private Pace pace = new Pace(Duration.ofSeconds(60), 0);

    RangedContent(int size, Cancellation cancellation, Server server) {
        this.bytes = PartContents.bytes(size);
        this.cancellation = cancellation;
        this.server = server;
    }

    RangedContent withPace(Pace other) {
        pace = other;
        return this;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    List<Request> requests() {
        return requests;
    }

    /** The request of a number from 1 on. */
    Request request(int number) {
        return numbered.get(number);
    }

    int atOnce() {
        return atOnce.get();
    }

    int mostAtOnce() {
        return mostAtOnce;
    }

    /** The answer of the first connection: its bytes come with pauses. */
    ImageContent first() {
        return first(new Slow(new ByteArrayInputStream(bytes)));
    }

    /** The same with other bytes, or other pauses. */
    ImageContent first(InputStream stream) {
        return content(stream, bytes.length, cancellation).withRanges(this);
    }

    /** As {@link #first()}, up to a position at which it breaks off. */
    ImageContent firstBreakingAt(int position) {
        return first(new Slow(new ByteArrayInputStream(bytes, 0, position)));
    }

    @Override
    public ImageContent open(long from, long to, Cancellation stop) {
        Request request = new Request(from, to);
        requests.add(request);
        int number = firstIsClosed ? later.incrementAndGet() : 0;
        numbered.put(number, request);
        mostAtOnce = Math.max(mostAtOnce, atOnce.incrementAndGet());
        try {
            InputStream answer = server.answer(number, Arrays.copyOfRange(bytes, (int) from, (int) to));
            return content(new Counted(answer), to - from, stop);
        } catch (IOException e) {
            atOnce.decrementAndGet();
            throw broken(e);
        }
    }

    @Override
    public Pace newPace() {
        return pace;
    }

    private static ImageContent content(InputStream stream, long length, Cancellation stop) {
        return new ImageContent(stream, OptionalLong.of(length), VouchedDigests.NONE, RangedContent::broken, stop);
    }

    private static StoreFailure broken(IOException cause) {
        return new StoreFailure(SOURCE_FAILED, cause.getMessage(), cause);
    }

    /** Decreases the number of connections when it is closed for the first time. */
    private final class Counted extends FilterInputStream {

        private boolean closed;

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                atOnce.decrementAndGet();
            }
            super.close();
        }
    }

    /** Pauses before each read of more than a byte. */
    private final class Slow extends FilterInputStream {

        private Slow(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            LockSupport.parkNanos(PAUSE.toNanos());
            return super.read(target, offset, Math.min(count, 64 * 1024));
        }

        @Override
        public void close() throws IOException {
            firstIsClosed = true;
            super.close();
        }
    }
}
