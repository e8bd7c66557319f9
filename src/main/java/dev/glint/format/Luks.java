package dev.glint.format;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** Encrypted images. What is inside cannot be seen. Version 2 is recognised, and refused as in OpenStack. */
final class Luks extends Candidate {

    private static final String MAGIC = "LUKS\u00ba\u00be";
    private static final int VERSION = 6;
    private static final int PAYLOAD_OFFSET = 104;

    private final boolean whole;
    private final long payload;

    private Luks(Head head) {
        super("luks");
        ByteBuffer header = head.bigEndian();
        whole = head.has(Head.LENGTH);
        payload = Integer.toUnsignedLong(header.getInt(PAYLOAD_OFFSET)) * Head.SECTOR;
        if (!whole) {
            refuseCut();
        } else if (header.getShort(VERSION) != 1) {
            refuse("The LUKS version is not 1.");
        }
    }

    static Optional<Candidate> of(Head head) {
        return head.startsWith(MAGIC) ? Optional.of(new Luks(head)) : Optional.empty();
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return whole ? Sizes.known(imageSize - payload) : OptionalLong.empty();
    }
}
