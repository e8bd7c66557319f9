package dev.glint.format;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** Images of QEMU: <a href="https://www.qemu.org/docs/master/interop/qcow2.html">the header</a> is big-endian. */
final class Qcow2 extends Candidate {

    private static final String MAGIC = "QFI\u00fb";
    private static final int VERSION = 4;
    private static final int BACKING_FILE = 8;
    private static final int SIZE = 24;
    private static final int INCOMPATIBLE_FEATURES = 72;
    private static final long EXTERNAL_DATA_FILE = 1 << 2;
    /** Dirty, corrupt, an external data file, a compression other than zlib. Not extended L2 entries, as in OpenStack. */
    private static final long KNOWN_FEATURES = 0xF;

    private final long size;

    private Qcow2(ByteBuffer header, boolean whole) {
        super("qcow2");
        size = header.getLong(SIZE);
        int version = header.getInt(VERSION);
        long features = header.getLong(INCOMPATIBLE_FEATURES);
        if (header.getLong(BACKING_FILE) != 0) {
            refuse("The qcow2 header names a backing file.");
        } else if ((features & EXTERNAL_DATA_FILE) != 0) {
            refuse("The qcow2 header says that the data is in another file.");
        } else if (whole && version != 2 && version != 3) {
            refuse("The qcow2 version is neither 2 nor 3.");
        } else if (whole && version == 3 && (features & ~KNOWN_FEATURES) != 0) {
            refuse("The qcow2 header demands features that are not known.");
        }
    }

    /** Less than a sector is raw, unless it names another file: QEMU opens it all the same if it has a size. */
    static Optional<Candidate> of(Head head) {
        if (!head.startsWith(MAGIC) || !head.has(SIZE + Long.BYTES)) {
            return Optional.empty();
        }
        boolean whole = head.has(Head.SECTOR);
        Candidate image = new Qcow2(head.bigEndian(), whole);
        return whole || image.danger().isPresent() ? Optional.of(image) : Optional.empty();
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return Sizes.known(size);
    }
}
