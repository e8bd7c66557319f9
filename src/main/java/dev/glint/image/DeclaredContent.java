package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a caller declares about an image before its bytes are read. {@code hash} is of {@code algorithm}; digests are lower-case
 * hex; {@code format} is one of {@link DiskFormat#NAMES}. A signature is over the hash of {@code algorithm}, which is not {@link
 * HashAlgorithm#NONE} then.
 */
public record DeclaredContent(
        OptionalLong size,
        Optional<String> checksum,
        HashAlgorithm algorithm,
        Optional<String> hash,
        Optional<String> format,
        Optional<ImageSignature> signature) {

    /** A declaration that leaves the format open, and has no signature. */
    public DeclaredContent(
            OptionalLong size, Optional<String> checksum, HashAlgorithm algorithm, Optional<String> hash) {
        this(size, checksum, algorithm, hash, Optional.empty(), Optional.empty());
    }

    /** Whether it tells these bytes from all others. */
    public boolean hasDigest() {
        return checksum.isPresent() || hash.isPresent() || signature.isPresent();
    }

    /**
     * Compares a length with the declared size.
     *
     * @throws StoreFailure {@code CONTENT_MISMATCH} if they differ
     */
    public void checkSize(long bytes) {
        if (size.isPresent() && size.getAsLong() != bytes) {
            throw CONTENT_MISMATCH.because(
                    "The image has %d bytes, but size declares %d; this call stored nothing.", bytes, size.getAsLong());
        }
    }

    /** Fails like {@link #checkSize} as soon as more bytes than declared have been read. */
    public void checkNotExceededBy(long bytes) {
        if (size.isPresent() && bytes > size.getAsLong()) {
            throw CONTENT_MISMATCH.because(
                    "The image has more bytes than the %d that size declares; this call stored nothing.",
                    size.getAsLong());
        }
    }

    /**
     * Compares digests with the declared ones, and with the signature, for which the hash must be of {@code algorithm}.
     *
     * @throws StoreFailure {@code CONTENT_MISMATCH} if one differs
     */
    public void checkDigests(ImageDigests digests) {
        check("checksum", checksum, digests.checksum());
        check("hash", hash, digests.hash().orElse(null));
        signature.ifPresent(signed -> signed.check(digests));
    }

    /**
     * Compares a format with the declared one.
     *
     * @throws StoreFailure {@code CONTENT_MISMATCH} if they differ
     */
    public void checkFormat(DiskFormat found) {
        if (format.isPresent() && !found.isA(format.get())) {
            throw CONTENT_MISMATCH.because(
                    "The image's format is %s, but %s was declared; this call stored nothing.",
                    found.name(), format.get());
        }
    }

    /** The same, for digests whose hash is of another algorithm. */
    public DeclaredContent withoutHash() {
        return withHash(algorithm, Optional.empty());
    }

    public DeclaredContent withHash(HashAlgorithm ofHash, Optional<String> other) {
        return new DeclaredContent(size, checksum, ofHash, other, format, signature);
    }

    public DeclaredContent withFormat(Optional<String> name) {
        return new DeclaredContent(size, checksum, algorithm, hash, name, signature);
    }

    public DeclaredContent withSignature(ImageSignature signed) {
        return new DeclaredContent(size, checksum, algorithm, hash, format, Optional.of(signed));
    }

    /** Whether bytes that are missing at the end would be noticed. */
    public boolean tellsTruncation() {
        return size.isPresent() || hasDigest();
    }

    private static void check(String field, Optional<String> declared, String actual) {
        if (declared.isPresent() && !declared.get().equals(actual)) {
            throw CONTENT_MISMATCH.because(
                    "The image's %s is %s, but %s was declared; this call stored nothing.",
                    field, actual, declared.get());
        }
    }
}
