package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A VMDK that holds its data: a header of one sector, a descriptor, grains, and in one that was written as a stream a footer, which
 * then counts instead of the header. See VMware's "Virtual Disk Format 5.0".
 */
final class VmdkSparse extends Candidate {

    static final String NAME = "vmdk";

    static final String MAGIC = "KDMV";
    private static final int HEADER_LENGTH = 64;
    private static final int VERSION = 4;
    private static final int CAPACITY = 12;
    private static final int DESCRIPTOR_SECTOR = 28;
    private static final int DESCRIPTOR_SECTORS = 36;
    /** QEMU reads no longer one. */
    private static final long LONGEST_DESCRIPTOR = (1 << 20) - 1;

    private static final int LONGEST_TEXT = 32 * 1024;

    private final ByteBuffer header;
    private final StringBuilder text = new StringBuilder();
    private long end;
    private OptionalLong size = OptionalLong.empty();

    private VmdkSparse(Head head) {
        super(NAME);
        header = head.littleEndian().slice(0, HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        int version = header.getInt(VERSION);
        long sectors = header.getLong(DESCRIPTOR_SECTORS);
        if (!head.has(HEADER_LENGTH)) {
            refuseCut();
        } else if (version < 1 || version > 3) {
            refuse("The VMDK version is not 1, 2 or 3.");
        } else if (header.getLong(DESCRIPTOR_SECTOR) != 1) {
            refuse("The VMDK descriptor is not in the second sector.");
        } else {
            boolean longest = Long.compareUnsigned(sectors, LONGEST_DESCRIPTOR / Head.SECTOR) > 0;
            end = Head.SECTOR + (longest ? LONGEST_DESCRIPTOR : sectors * Head.SECTOR);
            wantText(Head.SECTOR);
        }
    }

    static Optional<Candidate> of(Head head) {
        return head.startsWith(MAGIC) ? Optional.of(new VmdkSparse(head)) : Optional.empty();
    }

    private void wantText(long from) {
        if (from == end) {
            refuse("The VMDK descriptor does not end within its sectors.");
        } else if (text.length() >= LONGEST_TEXT) {
            refuse("The VMDK descriptor is longer than 32 KiB.");
        } else {
            int length = (int) Math.min(Head.SECTOR, end - from);
            want(from, length, bytes -> readText(bytes, from + length));
        }
    }

    private void readText(ByteBuffer bytes, long next) {
        String part = StandardCharsets.ISO_8859_1.decode(bytes).toString();
        int zero = part.indexOf('\0');
        text.append(part, 0, zero < 0 ? part.length() : zero);
        if (zero < 0) {
            wantText(next);
            return;
        }
        VmdkText descriptor = new VmdkText(text.toString());
        if (descriptor.isSupported()) {
            size = Sizes.ofSectors(header.getLong(CAPACITY));
        }
        descriptor.danger().ifPresentOrElse(this::refuse, () -> wantRest(next));
    }

    private void wantRest(long from) {
        if (from < end) {
            want(end - 1, 1, last -> {});
        }
    }

    @Override
    void end(ByteBuffer part) {
        size = OptionalLong.empty();
        super.end(part);
    }

    @Override
    int tail() {
        return danger().isEmpty() && VmdkFooter.announcedBy(header) ? VmdkFooter.LENGTH : 0;
    }

    @Override
    void readTail(ByteBuffer tail) {
        if (tail.remaining() < VmdkFooter.LENGTH) {
            refuseCut();
        } else {
            VmdkFooter.danger(header, tail.order(ByteOrder.LITTLE_ENDIAN)).ifPresent(this::refuse);
        }
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return size;
    }
}
