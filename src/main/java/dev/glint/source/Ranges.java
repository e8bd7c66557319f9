package dev.glint.source;

/** Opens ranges of one content, of which the first answer has told the length and a validator. */
public interface Ranges {

    /**
     * Asks for a range, on a connection of its own.
     *
     * @param from the first byte
     * @param to the byte after the last
     * @param cancellation ends the waiting for it, now or while it is read
     * @return exactly these bytes, of the same content as all others
     * @throws dev.glint.image.StoreFailure if they cannot be had, or the content is another one now
     */
    ImageContent open(long from, long to, Cancellation cancellation);

    /** How fast the bytes of all ranges together have to come. */
    Pace newPace();
}
