package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One lock per object key, kept while a call holds it or waits for it. It does not reach other processes. */
public final class KeyLocks {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {

        private final Semaphore free = new Semaphore(1, true);
        private int users;
    }

    /** A lock that is held; any thread may give it back. */
    public final class Held implements AutoCloseable {

        private final String key;
        private final Entry entry;

        private Held(String key, Entry entry) {
            this.key = key;
            this.entry = entry;
        }

        @Override
        public void close() {
            entry.free.release();
            leave(key);
        }
    }

    /**
     * Waits for the lock of a key.
     *
     * @throws dev.glint.image.StoreFailure {@code STORE_UNAVAILABLE} if another call holds it for too long
     */
    public Held acquire(String key, Duration patience) {
        Entry entry = entries.compute(key, (same, existing) -> {
            Entry shared = existing == null ? new Entry() : existing;
            shared.users++;
            return shared;
        });
        try {
            if (entry.free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Held(key, entry);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave(key);
        throw STORE_UNAVAILABLE
                .because("Another call is busy with an upload of the image %s; try again.", key)
                .about(key);
    }

    private void leave(String key) {
        entries.computeIfPresent(key, (same, entry) -> --entry.users == 0 ? null : entry);
    }
}
