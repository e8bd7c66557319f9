package dev.glint.format;

import java.util.Optional;
import java.util.OptionalLong;

/** Images of VirtualBox. They name no files. */
final class Vdi extends Candidate {

    private static final int MAGIC_OFFSET = 0x40;
    private static final int MAGIC = 0xBEDA107F;
    private static final int SIZE = 0x170;

    private final long size;

    private Vdi(long size) {
        super("vdi");
        this.size = size;
    }

    static Optional<Candidate> of(Head head) {
        return head.has(Head.SECTOR) && head.littleEndian().getInt(MAGIC_OFFSET) == MAGIC
                ? Optional.of(new Vdi(head.littleEndian().getLong(SIZE)))
                : Optional.empty();
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return Sizes.known(size);
    }
}
