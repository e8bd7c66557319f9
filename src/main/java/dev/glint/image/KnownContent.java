package dev.glint.image;

import java.util.Optional;

/** What is known of the bytes of an image: what was stored with it, what S3 vouches for, or what has been read. */
public record KnownContent(Optional<ImageDigests> digests, Optional<DiskFormat> format) {

    public static final KnownContent NOTHING = new KnownContent(Optional.empty(), Optional.empty());
}
