package dev.glint.image;

/** An image that was added: Glance's tuple of location, size, checksum, multihash and metadata. */
public record StoredImage(ImageLocation location, long size, ImageDigests digests, String etag) {}
