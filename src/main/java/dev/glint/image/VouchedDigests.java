package dev.glint.image;

import java.util.Map;
import java.util.Optional;

/**
 * The digests that the origin of some bytes vouches for, in lower-case hex: any, or none at all.
 *
 * @param checksum the MD5
 * @param hashes by their algorithm
 * @param parts what S3 vouches for of an object of parts
 */
public record VouchedDigests(Optional<String> checksum, Map<HashAlgorithm, String> hashes, Optional<Parts> parts) {

    public static final VouchedDigests NONE = new VouchedDigests(Optional.empty(), Map.of());

    /**
     * The MD5 of the MD5s of parts of one size, as S3 computes it.
     *
     * @param partSize how many bytes each part has, except the last one
     * @param etag in lower-case hex, then a dash and how many parts there are
     */
    public record Parts(long partSize, String etag) {}

    public VouchedDigests(Optional<String> checksum, Map<HashAlgorithm, String> hashes) {
        this(checksum, hashes, Optional.empty());
    }

    /** Whether bytes with these digests can be the ones of the origin; {@code parts} are not compared. */
    public boolean agreeWith(ImageDigests digests) {
        Optional<String> hash = Optional.ofNullable(hashes.get(digests.algorithm()));
        return checksum.orElse(digests.checksum()).equals(digests.checksum())
                && (hash.isEmpty() || hash.equals(digests.hash()));
    }
}
