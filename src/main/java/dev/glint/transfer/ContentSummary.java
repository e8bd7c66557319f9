package dev.glint.transfer;

import dev.glint.image.DiskFormat;
import dev.glint.image.ImageDigests;
import dev.glint.image.KnownContent;
import java.util.Optional;

/** What was read from a source to its end: how many bytes, their digests, and what image they are. */
public record ContentSummary(long size, ImageDigests digests, DiskFormat format) {

    public boolean hasSameBytes(ContentSummary other) {
        return size == other.size && digests.equals(other.digests);
    }

    public KnownContent known() {
        return new KnownContent(Optional.of(digests), Optional.of(format));
    }
}
