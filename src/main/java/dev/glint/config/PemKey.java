package dev.glint.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A public key in PEM: alone, or in a certificate, of which nothing else counts. */
final class PemKey {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final int SMALLEST_RSA_BITS = 2048;

    private PemKey() {}

    /** Reads the first key of a text or, if that is a path, of a file; empty if there is none that can be used. */
    static Optional<PublicKey> read(String textOrPath) {
        try {
            String text =
                    textOrPath.contains("-----BEGIN") ? textOrPath : Files.readString(Path.of(textOrPath.strip()));
            Matcher pem = PEM.matcher(text);
            return pem.find() ? parse(pem.group(1), pem.group(2)).filter(PemKey::isUsable) : Optional.empty();
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> parse(String label, String base64) throws GeneralSecurityException {
        byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        if (label.equals("CERTIFICATE")) {
            return Optional.of(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey());
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
            } catch (InvalidKeySpecException e) {
                // It is another one's.
            }
        }
        return Optional.empty();
    }

    private static boolean isUsable(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            // A key for PSS alone can prescribe what is not verified here.
            return rsa.getAlgorithm().equals("RSA") && rsa.getModulus().bitLength() >= SMALLEST_RSA_BITS;
        }
        return key instanceof ECPublicKey ec ? isOnCurve(ec) : isEd25519(key);
    }

    /** Not checked when it is parsed. */
    private static boolean isOnCurve(ECPublicKey key) {
        EllipticCurve curve = key.getParams().getCurve();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger difference =
                x.pow(3).add(x.multiply(curve.getA())).add(curve.getB()).subtract(y.pow(2));
        return curve.getField() instanceof ECFieldFp field
                && difference.mod(field.getP()).signum() == 0;
    }

    private static boolean isEd25519(PublicKey key) {
        try {
            Signature.getInstance("Ed25519").initVerify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
