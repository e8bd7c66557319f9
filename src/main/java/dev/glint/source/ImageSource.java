package dev.glint.source;

/** Where the bytes of an image come from. */
@FunctionalInterface
public interface ImageSource {

    /**
     * Asks for the bytes; no request is made before. Waiting for them, now or while they are read, ends when the call
     * is cancelled.
     *
     * @throws dev.glint.image.StoreFailure if there are none to be had, or the call is cancelled
     */
    ImageContent open(Cancellation cancellation);
}
