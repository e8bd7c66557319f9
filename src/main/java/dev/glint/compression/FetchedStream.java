package dev.glint.compression;

import dev.glint.source.ArrayStream;
import dev.glint.source.ImageContent;

/** The bytes of a source as they are fetched, and a look at their digests at their end. Its failures are those of the content. */
final class FetchedStream extends ArrayStream {

    private final ImageContent content;
    private final FetchedDigests digests;
    private boolean ended;

    FetchedStream(ImageContent content, FetchedDigests digests) {
        this.content = content;
        this.digests = digests;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        if (count == 0) {
            return 0;
        }
        int read = content.read(target, offset, count);
        digests.update(target, offset, read);
        if (read == 0 && !ended) {
            ended = true;
            digests.check();
        }
        return read == 0 ? -1 : read;
    }

    /** How many bytes have been read. */
    long position() {
        return content.position();
    }

    @Override
    public void close() {
        content.close();
    }
}
