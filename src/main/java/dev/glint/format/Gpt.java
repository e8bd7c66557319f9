package dev.glint.format;

import dev.glint.image.DiskFormat;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whole disks with a partition table: a GPT after its protective MBR, or a plain MBR. The boot sector of a FAT file system ends with
 * the same signature; it is not taken for one.
 */
final class Gpt extends Candidate {

    static final String NAME = DiskFormat.GPT;

    private static final int SIGNATURE_OFFSET = 510;
    private static final short SIGNATURE = (short) 0xAA55;
    private static final int FAT_COPIES = 0x10;
    private static final int FAT_MEDIA = 0x15;
    private static final int FIXED_DISK = 0xF8;

    private static final int TABLE = 446;
    private static final int ENTRIES = 4;
    private static final int ENTRY_LENGTH = 16;
    private static final int TYPE = 4;
    private static final int START_LBA = 8;
    private static final int PROTECTIVE = 0xEE;
    /** Head 0, sector 2, cylinder 0, the lowest byte first. */
    private static final int START_OF_PROTECTIVE = 0x000200;

    private boolean protective;
    private int partitions;

    private Gpt(ByteBuffer mbr) {
        super(NAME);
        for (int entry = 0; entry < ENTRIES && danger().isEmpty(); entry++) {
            int start = TABLE + entry * ENTRY_LENGTH;
            check(mbr.slice(start, ENTRY_LENGTH).order(mbr.order()), entry == 0);
        }
        if (danger().isEmpty() && partitions == 0) {
            refuse("The MBR defines no partition.");
        } else if (danger().isEmpty() && protective && partitions > 1) {
            refuse("The protective MBR of the GPT defines more than its one partition.");
        }
    }

    static Optional<Candidate> of(Head head) {
        ByteBuffer sector = head.littleEndian();
        boolean fat = sector.get(FAT_COPIES) == 2 && Byte.toUnsignedInt(sector.get(FAT_MEDIA)) == FIXED_DISK;
        return head.has(Head.SECTOR) && sector.getShort(SIGNATURE_OFFSET) == SIGNATURE && !fat
                ? Optional.of(new Gpt(sector))
                : Optional.empty();
    }

    private void check(ByteBuffer entry, boolean first) {
        int boot = Byte.toUnsignedInt(entry.get(0));
        int type = Byte.toUnsignedInt(entry.get(TYPE));
        if (boot != 0 && boot != 0x80) {
            refuse("A partition of the MBR has a boot flag that is neither set nor unset.");
        }
        if (type != 0) {
            partitions++;
        }
        if (type == PROTECTIVE) {
            protective = true;
            if (!first) {
                refuse("The protective partition of the GPT is not the first one of the MBR.");
            } else if (entry.getInt(0) >>> 8 != START_OF_PROTECTIVE || entry.getInt(START_LBA) != 1) {
                refuse("The protective partition of the GPT does not begin at the second sector.");
            }
        }
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return OptionalLong.of(imageSize);
    }
}
