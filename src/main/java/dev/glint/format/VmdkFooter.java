package dev.glint.format;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The last three sectors of a VMDK that was written as a stream: a marker, a copy of the header, the marker of the end. */
final class VmdkFooter {

    static final int LENGTH = 3 * Head.SECTOR;

    private static final int GRAIN_DIRECTORY = 56;
    private static final long IN_FOOTER = -1;

    private static final int MARKER_LENGTH = 16;
    private static final int MARKER_SIZE = 8;
    private static final int MARKER_TYPE = 12;
    private static final int END_OF_STREAM = 0;
    private static final int FOOTER = 3;

    private VmdkFooter() {}

    static boolean announcedBy(ByteBuffer header) {
        return header.getLong(GRAIN_DIRECTORY) == IN_FOOTER;
    }

    /** What a reader who goes by the footer would see otherwise than one who goes by the header. Both are little-endian. */
    static Optional<String> danger(ByteBuffer header, ByteBuffer sectors) {
        ByteBuffer start = sector(sectors, 0);
        ByteBuffer footer = sector(sectors, 1);
        ByteBuffer end = sector(sectors, 2);
        // Magic number, version, place of the descriptor.
        boolean same = header.getLong(0) == footer.getLong(0)
                && header.getLong(28) == footer.getLong(28)
                && header.getLong(36) == footer.getLong(36);
        if (!same) {
            return Optional.of("The VMDK footer differs from the header.");
        }
        if (announcedBy(footer)) {
            return Optional.of("The VMDK footer announces another footer.");
        }
        if (!isMarker(start, FOOTER) || !isMarker(end, END_OF_STREAM) || end.getLong(0) != 0) {
            return Optional.of("The VMDK footer is not between its markers.");
        }
        return Optional.empty();
    }

    private static ByteBuffer sector(ByteBuffer sectors, int index) {
        return sectors.slice(index * Head.SECTOR, Head.SECTOR).order(sectors.order());
    }

    private static boolean isMarker(ByteBuffer sector, int type) {
        ByteBuffer rest = sector.slice(MARKER_LENGTH, Head.SECTOR - MARKER_LENGTH);
        return sector.getInt(MARKER_SIZE) == 0
                && sector.getInt(MARKER_TYPE) == type
                && rest.equals(ByteBuffer.allocate(rest.capacity()));
    }
}
