package dev.glint.transfer;

import dev.glint.image.ImageDigests;

/** What was read from a source to its end: how many bytes, and their digests. */
public record ContentSummary(long size, ImageDigests digests) {}
