package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.TOO_LARGE;

import dev.glint.config.StoreSettings;
import dev.glint.source.Cancellation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Memory that calls hold while they read all of an image, as decoders do for their dictionaries. It is of the {@link MemoryBudget},
 * but never the last part of that: with one part, calls go on one after the other, however long the rest is held.
 */
@Singleton
public final class LastingMemory {

    /** What a call holds. Closing it again does nothing. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    private final MemoryBudget all;
    private final MemoryBudget lasting;

    @Inject
    public LastingMemory(StoreSettings settings, MemoryBudget all) {
        this(all, settings.deadline);
    }

    /** @param patience how long a call waits for it */
    public LastingMemory(MemoryBudget all, Duration patience) {
        this.all = all;
        this.lasting = new MemoryBudget(all.total - all.reserve.bytes(), 0, patience);
    }

    /**
     * Takes some, and waits for it if need be.
     *
     * @throws dev.glint.image.StoreFailure {@code TOO_LARGE} if there can never be so much; {@code STORE_UNAVAILABLE} if there is
     *     none in time, or the reason why the call is cancelled
     */
    public Hold take(long bytes, Cancellation cancellation) {
        if (bytes > lasting.total) {
            throw TOO_LARGE.because(
                    "Decompressing the source takes %d bytes of memory, but there are no more than %d for it; give the process more.",
                    bytes, lasting.total);
        }
        // First among those that hold it long: in the one queue it would keep their own parts waiting.
        MemoryShare turn = lasting.share(bytes, cancellation);
        MemoryShare share = all.share(bytes, cancellation);
        share.isLasting = true;
        Hold hold = () -> {
            share.close();
            turn.close();
        };
        try {
            turn.grow(bytes);
            share.grow(bytes);
            share.complete();
            return hold;
        } catch (RuntimeException | Error failure) {
            hold.close();
            throw failure;
        }
    }
}
