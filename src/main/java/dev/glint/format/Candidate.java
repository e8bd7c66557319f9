package dev.glint.format;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A format that an image may have, as far as the image was read. Asks for one region after the other, each beginning at or after the
 * end of the one before.
 */
abstract class Candidate {

    /** What {@link #wanted} says if no more bytes are. */
    static final long NOTHING = Long.MAX_VALUE;

    private final String name;
    private Region region;
    private String danger;

    Candidate(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** Whether the image is of this format. */
    boolean matches() {
        return true;
    }

    /** The size of the disk in an image of {@code size} bytes. */
    abstract OptionalLong virtualSize(long size);

    /** How many of the last bytes of the image are wanted, as far as is known by now. */
    int tail() {
        return 0;
    }

    /** Gets the last bytes of the image, {@link #tail} or fewer. */
    void readTail(ByteBuffer tail) {}

    /** The image ended before the region that was wanted did; {@code part} is what there is of that. */
    void end(ByteBuffer part) {
        refuseCut();
    }

    final Optional<String> danger() {
        return Optional.ofNullable(danger);
    }

    final void want(long offset, int length, Consumer<ByteBuffer> reader) {
        region = new Region(offset, length, reader);
    }

    /** Nothing that follows can make the image safe, so nothing more is read. */
    final void refuse(String sentence) {
        danger = sentence;
        region = null;
    }

    final void refuseCut() {
        refuse("The image ends before its " + name + " metadata does.");
    }

    /** The position of the next byte to read. */
    final long wanted() {
        return region == null ? NOTHING : region.next();
    }

    /** Reads what is wanted of the chunk that begins at this position. All that was wanted before it has been read already. */
    final void take(long position, ByteBuffer chunk) {
        while (wanted() < position + chunk.remaining()) {
            Region filling = region;
            if (filling.fill(position, chunk)) {
                region = null;
                filling.read();
            }
        }
    }

    final void finish() {
        if (region != null) {
            Region last = region;
            region = null;
            end(last.filled());
        }
    }
}
