package dev.glint.image;

import java.util.Optional;

/**
 * An image that is stored: Glance's tuple of location, size, checksum, multihash and metadata.
 *
 * @param digests empty where nobody has read the bytes and S3 does not vouch for them, or where they are not stored with it
 */
public record StoredImage(ImageLocation location, long size, Optional<ImageDigests> digests, String etag) {}
