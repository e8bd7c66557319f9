package dev.glint.testing;

import dev.glint.image.HashAlgorithm;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Keys with which images can be signed: {@code rsa} and {@code ec} in the configuration, {@code ed25519} in a file. */
public final class TrustedKeys implements QuarkusTestResourceLifecycleManager {

    /** Their names. */
    public static final List<String> NAMES = List.of("rsa", "ec", "ed25519");

    /** The key of the configuration that has a private key, without the name. */
    public static final String PRIVATE_KEY = "test.private-key.";

    private static final Signer RSA = new Signer("RSA 2048");
    private static final Signer EC = new Signer("EC 256");
    private static final Signer ED25519 = new Signer("Ed25519");

    @Override
    public Map<String, String> start() {
        Path file;
        try {
            file = Files.writeString(ScratchDirectory.create("keys").resolve("ed25519.pem"), ED25519.publicPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "image.trust.rsa.public-key",
                RSA.publicPem(),
                "image.trust.ec.public-key",
                EC.publicPem(),
                "image.trust.ed25519.public-key",
                file.toString(),
                PRIVATE_KEY + "rsa",
                encoded(RSA),
                PRIVATE_KEY + "ec",
                encoded(EC),
                PRIVATE_KEY + "ed25519",
                encoded(ED25519));
    }

    private static String encoded(Signer signer) {
        return Base64.getEncoder().encodeToString(signer.privateKey().getEncoded());
    }

    /** Signs an image with the key of a name, whose value is that in the configuration; answers base64. */
    public static String sign(String name, String privateKey, HashAlgorithm algorithm, byte[] image) {
        byte[] encoded = Base64.getDecoder().decode(privateKey);
        try {
            PrivateKey key = KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return Base64.getEncoder().encodeToString(Signer.sign(key, algorithm, image));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {}
}
