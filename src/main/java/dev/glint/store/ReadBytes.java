package dev.glint.store;

import dev.glint.image.ImageDigests;

/** What was read from a source to its end: how many bytes, and their digests. */
record ReadBytes(long size, ImageDigests digests) {}
