package dev.glint.format;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** Dynamic images of Virtual PC, which begin with a copy of their footer. Fixed ones have only the footer, and are raw. */
final class Vhd extends Candidate {

    private static final int SIZE = 40;
    private static final int DISK_TYPE = 60;
    private static final int DIFFERENCING = 4;

    private final OptionalLong size;

    private Vhd(Head head) {
        super("vhd");
        ByteBuffer footer = head.bigEndian();
        size = head.has(Head.SECTOR) ? Sizes.known(footer.getLong(SIZE)) : OptionalLong.empty();
        if (!head.has(Head.SECTOR)) {
            refuseCut();
        } else if (footer.getInt(DISK_TYPE) == DIFFERENCING) {
            refuse("The VHD image is a difference to a parent, which it names.");
        }
    }

    static Optional<Candidate> of(Head head) {
        return head.startsWith("conectix") ? Optional.of(new Vhd(head)) : Optional.empty();
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return size;
    }
}
