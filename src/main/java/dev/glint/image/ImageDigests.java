package dev.glint.image;

import java.util.Optional;

/** The digests of an image's bytes: its MD5 and its multihash, in lower-case hex. No hash for {@link HashAlgorithm#NONE}. */
public record ImageDigests(String checksum, HashAlgorithm algorithm, Optional<String> hash) {}
