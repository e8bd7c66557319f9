package dev.glint.transfer;

import dev.glint.source.ImageContent;
import java.io.InputStream;
import java.security.MessageDigest;

/** The bytes of one part on their way from a source to S3: filled once, read as often as digests and retries need. */
public interface PartBuffer extends AutoCloseable {

    /**
     * Takes bytes until there are {@code limit} or the content ends.
     *
     * @throws dev.glint.image.StoreFailure if the content breaks, no room becomes free in time, or the call is
     *     cancelled
     */
    void fill(ImageContent content, long limit);

    long size();

    /** The bytes from the first on, for each caller anew. */
    InputStream open();

    void updateDigest(MessageDigest digest);

    /** Gives the room back; doing so again does nothing. */
    @Override
    void close();
}
