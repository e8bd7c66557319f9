package dev.glint.source;

/** Where the bytes of an image come from. */
@FunctionalInterface
public interface ImageSource {

    /**
     * Asks for the bytes; nothing is asked of anybody before.
     *
     * @throws dev.glint.image.StoreFailure if there are none to be had
     */
    ImageContent open();
}
