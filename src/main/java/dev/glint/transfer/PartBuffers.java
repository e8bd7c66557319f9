package dev.glint.transfer;

import dev.glint.source.Cancellation;

/** Room for parts, in memory or on disk. */
public interface PartBuffers {

    /**
     * An empty buffer for a part. It takes room as it is filled.
     *
     * @param bytes how large the part will become, as far as known
     * @param cancellation ends its waiting for room
     * @throws dev.glint.image.StoreFailure {@code TOO_LARGE} if there can never be so much room
     */
    PartBuffer take(long bytes, Cancellation cancellation);
}
