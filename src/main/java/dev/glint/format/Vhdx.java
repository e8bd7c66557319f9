package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Images of Hyper-V. The size of the disk stands in an item, to which a table of metadata points, to which a table of regions points:
 * see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-vhdx">MS-VHDX</a>. Where a table is not right the size is
 * not known, and no hypervisor opens the image.
 */
final class Vhdx extends Candidate {

    private static final int TABLE_LENGTH = 64 * 1024;
    private static final long REGION_TABLE = 192 * 1024;
    private static final long FIRST_REGION = REGION_TABLE + TABLE_LENGTH;
    private static final int REGION_HEADER = 16;
    private static final int REGION_SIGNATURE = 0x69676572;
    private static final int METADATA_HEADER = 32;
    private static final long METADATA_SIGNATURE = 0x617461646174656dL;
    private static final int ENTRY_LENGTH = 32;
    private static final int MOST_ENTRIES = 2047;
    private static final long FARTHEST = 1L << 62;

    private static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");
    private static final UUID VIRTUAL_DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    private static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");

    private long metadata;
    private OptionalLong size = OptionalLong.empty();

    private Vhdx() {
        super("vhdx");
        want(REGION_TABLE, TABLE_LENGTH, this::readRegions);
    }

    static Optional<Candidate> of(Head head) {
        return head.startsWith("vhdxfile") ? Optional.of(new Vhdx()) : Optional.empty();
    }

    private void readRegions(ByteBuffer table) {
        int count = table.getInt(8);
        if (table.getInt(0) != REGION_SIGNATURE || count < 0 || count > MOST_ENTRIES) {
            return;
        }
        find(METADATA, table.position(REGION_HEADER), count).ifPresent(entry -> {
            metadata = entry.getLong(16);
            if (metadata < FIRST_REGION) {
                refuse("The VHDX metadata is not where it must be.");
            } else if (metadata > FARTHEST) {
                refuseCut();
            } else {
                want(metadata, METADATA_HEADER, this::readMetadataHeader);
            }
        });
    }

    private void readMetadataHeader(ByteBuffer header) {
        int count = Short.toUnsignedInt(header.getShort(10));
        if (header.getLong(0) != METADATA_SIGNATURE) {
            refuse("The VHDX metadata is not where it must be.");
        } else if (count == 0 || count > MOST_ENTRIES) {
            wantRestOfTable();
        } else {
            want(metadata + METADATA_HEADER, count * ENTRY_LENGTH, entries -> readMetadata(entries, count));
        }
    }

    private void readMetadata(ByteBuffer entries, int count) {
        Optional<ByteBuffer> item = find(VIRTUAL_DISK_SIZE, entries, count);
        if (find(PARENT_LOCATOR, entries, count).isPresent()) {
            refuse("The VHDX image is a difference to a parent, which it names.");
        } else if (item.isEmpty()) {
            wantRestOfTable();
        } else {
            long offset = Integer.toUnsignedLong(item.get().getInt(16));
            long length = Math.min(Integer.toUnsignedLong(item.get().getInt(20)), TABLE_LENGTH);
            boolean behindTable = offset >= METADATA_HEADER + (long) count * ENTRY_LENGTH;
            if (behindTable && length == Long.BYTES) {
                want(metadata + offset, Long.BYTES, bytes -> size = Sizes.known(bytes.getLong(0)));
            } else if (behindTable && length > 0) {
                wantOnly(metadata + offset + length - 1);
            }
        }
    }

    private void wantRestOfTable() {
        wantOnly(metadata + TABLE_LENGTH - 1);
    }

    /** Up to this byte nothing is of use, but an image that lacks it is not whole. */
    private void wantOnly(long last) {
        want(last, 1, bytes -> {});
    }

    /** Finds an entry in a little-endian table that is read from where it stands. */
    private static Optional<ByteBuffer> find(UUID id, ByteBuffer table, int count) {
        for (int entry = 0; entry < count; entry++) {
            int at = table.position() + entry * ENTRY_LENGTH;
            if (isAt(at, id, table)) {
                return Optional.of(table.slice(at, ENTRY_LENGTH).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return Optional.empty();
    }

    /** Microsoft writes the first three groups of an id from the lowest byte, and the last two from the highest. */
    private static boolean isAt(int at, UUID id, ByteBuffer table) {
        long high = Integer.toUnsignedLong(table.getInt(at)) << 32
                | Short.toUnsignedLong(table.getShort(at + 4)) << 16
                | Short.toUnsignedLong(table.getShort(at + 6));
        long low = Long.reverseBytes(table.getLong(at + 8));
        return high == id.getMostSignificantBits() && low == id.getLeastSignificantBits();
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return size;
    }
}
