package dev.glint.image;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * A public key, and the name by which callers choose it. RSA is RSASSA-PSS, EC is ECDSA, both of the image with the given algorithm:
 * what Glance verifies. Ed25519 has to see all bytes before it begins, so its message is the digest.
 *
 * @param key of RSA, EC or Ed25519
 */
public record TrustedKey(String name, PublicKey key) {

    private static final int ED25519_LENGTH = 64;

    /**
     * Whether a signature is one of these bytes.
     *
     * @param algorithm not {@link HashAlgorithm#NONE}
     * @param digest of the bytes
     */
    boolean hasSigned(HashAlgorithm algorithm, byte[] digest, byte[] signature) {
        if (key instanceof RSAPublicKey rsa) {
            return RsaPss.verify(rsa, algorithm, digest, signature);
        }
        boolean isEc = key instanceof ECPublicKey;
        if (!isEc && signature.length != ED25519_LENGTH) {
            // The JDK takes longer ones too.
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(isEc ? "NONEwithECDSA" : "Ed25519");
            verifier.initVerify(key);
            verifier.update(digest);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // It does not even look like one.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
