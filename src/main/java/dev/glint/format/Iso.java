package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * ISO 9660 and UDF. Their first descriptor follows 32 KiB that may hold anything, even the header of another format, which is then
 * unsafe: ISO images are told from others only here.
 */
final class Iso extends Candidate {

    static final String NAME = "iso";

    private static final long DESCRIPTOR = 32 * 1024;
    private static final int DESCRIPTOR_LENGTH = 2048;
    private static final Set<String> IDENTIFIERS = Set.of("CD001", "NSR02", "NSR03");
    private static final int PRIMARY_VOLUME = 1;
    private static final int BLOCKS = 80;
    private static final int BLOCK_SIZE = 128;

    private boolean matches;
    private OptionalLong size = OptionalLong.empty();

    private Iso() {
        super(NAME);
        want(DESCRIPTOR, DESCRIPTOR_LENGTH, this::readDescriptor);
    }

    static Optional<Candidate> of(Head head) {
        return Optional.of(new Iso());
    }

    private void readDescriptor(ByteBuffer descriptor) {
        byte[] identifier = new byte[5];
        descriptor.get(1, identifier);
        matches = IDENTIFIERS.contains(new String(identifier, StandardCharsets.ISO_8859_1));
        if (descriptor.get(0) == PRIMARY_VOLUME) {
            long blocks = Integer.toUnsignedLong(descriptor.getInt(BLOCKS));
            size = OptionalLong.of(blocks * Short.toUnsignedInt(descriptor.getShort(BLOCK_SIZE)));
        }
    }

    @Override
    boolean matches() {
        return matches;
    }

    @Override
    void end(ByteBuffer part) {
        // It is too short for an ISO image, and of another format or raw.
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return size;
    }
}
