package dev.glint.compression;

import dev.glint.image.HashAlgorithm;
import java.util.Optional;

/**
 * What a caller says about the bytes of a source as they are fetched.
 *
 * @param hash of {@code algorithm}, in lower-case hex
 * @param checksumsUrl where a list has the hash
 */
public record SourceForm(
        Compression compression, HashAlgorithm algorithm, Optional<String> hash, Optional<String> checksumsUrl) {

    /** Without a list of checksums. */
    public SourceForm(Compression compression, HashAlgorithm algorithm, Optional<String> hash) {
        this(compression, algorithm, hash, Optional.empty());
    }

    /** Whether nothing is to be done but to store the bytes. */
    public boolean isPlain() {
        return compression == Compression.NONE && !hasHash();
    }

    /** Whether a hash tells these bytes from all others. */
    public boolean hasHash() {
        return hash.isPresent() || checksumsUrl.isPresent();
    }

    SourceForm withHash(HashAlgorithm ofHash, String found) {
        return new SourceForm(compression, ofHash, Optional.of(found), checksumsUrl);
    }
}
