package dev.glint.format;

import java.util.OptionalLong;

/** Sizes from headers, where any 64 bits can stand. */
final class Sizes {

    private Sizes() {}

    /** What has no place in 63 bits is not known. */
    static OptionalLong known(long size) {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    static OptionalLong ofSectors(long sectors) {
        return sectors < 0 || sectors > Long.MAX_VALUE / Head.SECTOR
                ? OptionalLong.empty()
                : OptionalLong.of(sectors * Head.SECTOR);
    }
}
