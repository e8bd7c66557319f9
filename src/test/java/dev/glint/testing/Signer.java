package dev.glint.testing;

import dev.glint.image.HashAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/** Signs images as the commands of OpenSSL in deploy/README.md do, with a new key. */
public final class Signer {

    private final KeyPair keys;

    /** @param kind {@code RSA} and how many bits, {@code EC} and the number of the curve, {@code Ed25519}, or another algorithm */
    public Signer(String kind) {
        String[] words = kind.split(" ");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(words[0]);
            switch (words[0]) {
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp" + words[1] + "r1"));
                case "RSA", "RSASSA-PSS", "DSA" -> generator.initialize(Integer.parseInt(words[1]));
                default -> {
                    // The name says it all.
                }
            }
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public PublicKey publicKey() {
        return keys.getPublic();
    }

    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    public String publicPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(publicKey().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
    }

    public byte[] sign(HashAlgorithm algorithm, byte[] image) {
        return sign(privateKey(), algorithm, image);
    }

    /** With RSA, and a salt of so many bytes. */
    public byte[] sign(HashAlgorithm algorithm, byte[] image, int salt) {
        return sign(pss(algorithm, salt), image);
    }

    public byte[] sign(Signature scheme, byte[] message) {
        return sign(privateKey(), scheme, message);
    }

    /** With a key of any kind; with RSA, the salt is as long as the digest. */
    public static byte[] sign(PrivateKey key, HashAlgorithm algorithm, byte[] image) {
        byte[] digest = algorithm.newDigest().orElseThrow().digest(image);
        return switch (key.getAlgorithm()) {
            case "RSA" -> sign(key, pss(algorithm, digest.length), image);
            case "EC" -> sign(key, scheme(algorithm.toString().replace("sha", "SHA") + "withECDSA"), image);
            default -> sign(key, scheme("Ed25519"), digest);
        };
    }

    private static byte[] sign(PrivateKey key, Signature scheme, byte[] message) {
        try {
            scheme.initSign(key);
            scheme.update(message);
            return scheme.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signature pss(HashAlgorithm algorithm, int salt) {
        String hash = algorithm.toString().replace("sha", "SHA-");
        try {
            Signature scheme = scheme("RSASSA-PSS");
            scheme.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
            return scheme;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signature scheme(String name) {
        try {
            return Signature.getInstance(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
