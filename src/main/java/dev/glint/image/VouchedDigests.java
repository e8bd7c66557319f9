package dev.glint.image;

import java.util.Map;
import java.util.Optional;

/**
 * The digests that the origin of some bytes vouches for, in lower-case hex: any, or none at all.
 *
 * @param checksum the MD5
 * @param hashes by their algorithm
 */
public record VouchedDigests(Optional<String> checksum, Map<HashAlgorithm, String> hashes) {

    public static final VouchedDigests NONE = new VouchedDigests(Optional.empty(), Map.of());

    public static VouchedDigests ofChecksum(Optional<String> checksum) {
        return new VouchedDigests(checksum, Map.of());
    }

    /** Whether bytes with these digests can be the ones of the origin. */
    public boolean agreeWith(ImageDigests digests) {
        Optional<String> hash = Optional.ofNullable(hashes.get(digests.algorithm()));
        return checksum.orElse(digests.checksum()).equals(digests.checksum())
                && (hash.isEmpty() || hash.equals(digests.hash()));
    }
}
