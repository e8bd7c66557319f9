package dev.glint.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The ways in which an inspector gets to see an image. */
final class Feeding {

    private Feeding() {}

    static ImageFormat whole(byte[] image) {
        return chunks(image, Math.max(1, image.length));
    }

    static ImageFormat chunks(byte[] image, int length) {
        FormatInspector inspector = new FormatInspector();
        for (int from = 0; from < image.length; from += length) {
            inspector.update(image, from, Math.min(length, image.length - from));
        }
        return inspector.finish();
    }

    /** In two pieces. */
    static ImageFormat split(byte[] image, int at) {
        FormatInspector inspector = new FormatInspector();
        inspector.update(image, 0, at);
        inspector.update(ByteBuffer.wrap(image, at, image.length - at).asReadOnlyBuffer());
        return inspector.finish();
    }

    static ImageFormat ranges(byte[] image) {
        try {
            return FormatInspector.inspect(
                    image.length, (offset, length) -> ByteBuffer.wrap(image, (int) offset, length));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
