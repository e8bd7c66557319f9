package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;

import java.util.HexFormat;

/** A signature that an image must have, and the key with which it must have been made. */
public record ImageSignature(TrustedKey key, byte[] signature) {

    /**
     * Verifies it.
     *
     * @param digests with a hash
     * @throws StoreFailure {@code CONTENT_MISMATCH} if these bytes were not signed, or not with this key
     */
    void check(ImageDigests digests) {
        byte[] digest = HexFormat.of().parseHex(digests.hash().orElseThrow());
        if (!key.hasSigned(digests.algorithm(), digest, signature)) {
            throw CONTENT_MISMATCH.because(
                    "The signature is not one of the image's %s with the key %s; this call stored nothing.",
                    digests.algorithm(), key.name());
        }
    }
}
