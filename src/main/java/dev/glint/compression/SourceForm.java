package dev.glint.compression;

import dev.glint.image.HashAlgorithm;
import java.util.Optional;

/**
 * What a caller says about the bytes of a source as they are fetched.
 *
 * @param hash of {@code algorithm}, in lower-case hex
 */
public record SourceForm(Compression compression, HashAlgorithm algorithm, Optional<String> hash) {

    /** Whether nothing is to be done but to store the bytes. */
    public boolean isPlain() {
        return compression == Compression.NONE && hash.isEmpty();
    }
}
