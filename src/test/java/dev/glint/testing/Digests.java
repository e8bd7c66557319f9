package dev.glint.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as the platform computes them, in lower-case hex. */
public final class Digests {

    private Digests() {}

    public static String md5(byte[] bytes) {
        return digest("MD5", bytes);
    }

    public static String sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    public static String sha512(byte[] bytes) {
        return digest("SHA-512", bytes);
    }

    /** The digest of the rest of a stream. */
    public static String sha256(InputStream in) throws IOException {
        try (DigestInputStream digested = new DigestInputStream(in, algorithm("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        }
    }

    private static String digest(String algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(algorithm(algorithm).digest(bytes));
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
