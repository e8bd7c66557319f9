package dev.glint.image;

/** An image that is stored: Glance's tuple of location, size, checksum, multihash and metadata, and its format. */
public record StoredImage(ImageLocation location, long size, KnownContent content, String etag) {}
