package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.source.Cancellation;
import dev.glint.transfer.LastingMemory;

/** The memory of one decoder: as much as the largest need so far. For one thread at a time. */
final class DecoderMemory implements AutoCloseable {

    /** Buffers, tables and the like. */
    private static final int OVERHEAD = 512 * 1024;

    private static final int NOTHING = -1;

    private final LastingMemory memory;
    private final long largestDictionary;
    private final Cancellation cancellation;
    private LastingMemory.Hold hold = () -> {};
    private long held = NOTHING;

    DecoderMemory(LastingMemory memory, long largestDictionary, Cancellation cancellation) {
        this.memory = memory;
        this.largestDictionary = largestDictionary;
        this.cancellation = cancellation;
    }

    /**
     * Fails if a dictionary is larger than is allowed.
     *
     * @throws dev.glint.image.StoreFailure {@code TOO_LARGE}
     */
    void checkDictionary(long bytes) {
        if (bytes > largestDictionary) {
            throw TOO_LARGE.because(
                    "The source needs a dictionary of %d bytes, more than the %d that image.source.max-dictionary allows.",
                    bytes, largestDictionary);
        }
    }

    /**
     * Takes memory beside that for buffers and the like, and waits for it if need be. What was taken before must not be in
     * use any more if this is more.
     *
     * @throws dev.glint.image.StoreFailure {@code TOO_LARGE} if there can never be so much; {@code STORE_UNAVAILABLE} if others
     *     hold it, or the reason why the call is cancelled
     */
    void require(long bytes) {
        if (bytes > held) {
            close();
            hold = memory.take(bytes + OVERHEAD, cancellation);
            held = bytes;
        }
    }

    @Override
    public void close() {
        hold.close();
        hold = () -> {};
        held = NOTHING;
    }
}
