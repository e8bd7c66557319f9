package dev.glint.store;

/** Room for parts, in memory or on disk. */
interface PartBuffers {

    /**
     * An empty buffer for a part.
     *
     * @param bytes how large the part can become
     * @throws dev.glint.image.StoreFailure {@code STORE_UNAVAILABLE} if no room becomes free in time
     */
    PartBuffer take(long bytes);
}
