package dev.glint.transfer;

import static dev.glint.image.StoreFailure.Kind.SOURCE_FAILED;

import dev.glint.image.StoreFailure;
import dev.glint.image.VouchedDigests;
import dev.glint.source.Cancellation;
import dev.glint.source.ImageContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.OptionalLong;
import java.util.Random;

/** Contents for the tests of buffers. */
final class PartContents {

    private PartContents() {}

    /** Random bytes, the same ones for the same size. */
    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Content that is not cancelled. */
    static ImageContent of(byte[] bytes) {
        return ImageContent.of(new ByteArrayInputStream(bytes), bytes.length, new Cancellation());
    }

    /** Content whose source breaks off. */
    static ImageContent breakingAfter(int size) {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        };
        return new ImageContent(
                new SequenceInputStream(new ByteArrayInputStream(bytes(size)), broken),
                OptionalLong.empty(),
                VouchedDigests.NONE,
                cause -> new StoreFailure(SOURCE_FAILED, "The source broke off.", cause),
                new Cancellation());
    }
}
