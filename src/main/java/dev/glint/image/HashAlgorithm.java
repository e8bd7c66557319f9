package dev.glint.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.stream.Stream;

/** The digest that is Glance's "multihash", beside the MD5 that every image has. */
public enum HashAlgorithm {
    SHA512("sha512", "SHA-512", 128),
    SHA256("sha256", "SHA-256", 64),
    NONE("none", null, 0);

    /** How many hexadecimal digits an MD5 has. */
    public static final int CHECKSUM_HEX_LENGTH = 32;

    private final String text;
    private final String standardName;
    private final int hexLength;

    HashAlgorithm(String text, String standardName, int hexLength) {
        this.text = text;
        this.standardName = standardName;
        this.hexLength = hexLength;
    }

    public static Optional<HashAlgorithm> parse(String text) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.text.equals(text)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The algorithm whose digests have this many hexadecimal digits, as {@link #hexLength()}; there must be one. */
    public static HashAlgorithm ofLength(int hexLength) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.hexLength == hexLength)
                .findFirst()
                .orElseThrow();
    }

    /** How many hexadecimal digits a digest has; 0 for {@link #NONE}. */
    public int hexLength() {
        return hexLength;
    }

    /** A new digest; empty for {@link #NONE}. */
    public Optional<MessageDigest> newDigest() {
        return this == NONE ? Optional.empty() : Optional.of(newDigest(standardName));
    }

    /** A new MD5, Glance's checksum. */
    public static MessageDigest newChecksum() {
        return newDigest("MD5");
    }

    private static MessageDigest newDigest(String standardName) {
        try {
            return MessageDigest.getInstance(standardName);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has " + standardName, e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
