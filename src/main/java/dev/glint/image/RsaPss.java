package dev.glint.image;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/**
 * Verifies RSASSA-PSS with MGF1 of the same digest, and a salt of any length: Glance's signatures have the longest possible
 * salt, and OpenSSL's depend on its version. The JDK's verifier has to know that length, and takes the message instead of its hash.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8017#section-9.1.2">RFC 8017, 9.1.2, EMSA-PSS verification</a>
 */
final class RsaPss {

    private static final int TRAILER = 0xbc;
    private static final byte[] PADDING = new byte[8];

    private RsaPss() {}

    /** @param hash of the message, by {@code algorithm} */
    static boolean verify(RSAPublicKey key, HashAlgorithm algorithm, byte[] hash, byte[] signature) {
        int modulusBits = key.getModulus().bitLength();
        BigInteger number = new BigInteger(1, signature);
        if (signature.length != bytes(modulusBits) || number.compareTo(key.getModulus()) >= 0) {
            return false;
        }
        BigInteger message = number.modPow(key.getPublicExponent(), key.getModulus());
        int bits = modulusBits - 1;
        MessageDigest digest = algorithm.newDigest().orElseThrow();
        return message.bitLength() <= bits && isEncoded(fixed(message, bytes(bits)), bits, digest, hash);
    }

    private static boolean isEncoded(byte[] encoded, int bits, MessageDigest digest, byte[] hash) {
        int blockLength = encoded.length - digest.getDigestLength() - 1;
        if (blockLength < 1 || (encoded[encoded.length - 1] & 0xff) != TRAILER) {
            return false;
        }
        byte[] block = Arrays.copyOf(encoded, blockLength);
        byte[] check = Arrays.copyOfRange(encoded, blockLength, encoded.length - 1);
        mask(block, digest, check);
        // The bits that the number cannot have.
        block[0] &= (byte) (0xff >>> (8 * encoded.length - bits));
        int salt = 0;
        while (salt < blockLength && block[salt] == 0) {
            salt++;
        }
        if (salt == blockLength || block[salt] != 1) {
            return false;
        }
        digest.update(PADDING);
        digest.update(hash);
        digest.update(block, salt + 1, blockLength - salt - 1);
        return Arrays.equals(check, digest.digest());
    }

    /** Removes the mask that MGF1 makes of a seed. */
    private static void mask(byte[] block, MessageDigest digest, byte[] seed) {
        for (int from = 0, counter = 0; from < block.length; counter++) {
            digest.update(seed);
            byte[] mask = digest.digest(ByteBuffer.allocate(4).putInt(counter).array());
            for (int i = 0; i < mask.length && from < block.length; i++, from++) {
                block[from] ^= mask[i];
            }
        }
    }

    /** The bytes of a number that has no more than these. */
    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
        return fixed;
    }

    private static int bytes(int bits) {
        return (bits + 7) / 8;
    }
}
