package dev.glint.store;

import dev.glint.image.ImageLocation;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import dev.glint.source.ImageSource;

/**
 * An image in S3 as the source of another one. It is read, unless {@link ServerCopies} can have it copied.
 *
 * @param most how many bytes it may have
 */
record StoredSource(ImageStore store, ImageLocation location, long most) implements ImageSource {

    @Override
    public ImageContent open(Cancellation cancellation) {
        return store.get(location, cancellation).limitedTo(most);
    }
}
