package dev.glint.format;

import java.util.Optional;
import java.util.OptionalLong;

/** An abandoned format of QEMU. Its images can name backing files, and nobody needs them. */
final class Qed extends Candidate {

    private static final int SIZE = 48;

    private final long size;

    private Qed(long size) {
        super("qed");
        this.size = size;
        refuse("The image is a QED image, and no QED image is taken for safe.");
    }

    static Optional<Candidate> of(Head head) {
        return head.has(Head.SECTOR) && head.startsWith("QED\0")
                ? Optional.of(new Qed(head.littleEndian().getLong(SIZE)))
                : Optional.empty();
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return Sizes.known(size);
    }
}
