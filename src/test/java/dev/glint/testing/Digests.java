package dev.glint.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

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

    /** The MD5 and the SHA-512 of an image as the application writes them with its object. */
    public static Map<String, String> properties(byte[] bytes) {
        return Map.of("glint-checksum", md5(bytes), "glint-hash-algorithm", "sha512", "glint-hash", sha512(bytes));
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
