package dev.glint.s3;

import dev.glint.config.AwsHosts;
import dev.glint.image.Endpoint;
import dev.glint.transfer.PartBuffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The checksum that is sent with a part, for S3 to verify before it stores the part.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Amazon S3 User Guide,
 *     Checking object integrity</a>
 */
public enum PartChecksum {

    /** For servers other than AWS: not all of them know checksums. Their ETags are compared instead. */
    NONE(null),

    /** A fraction of the work of MD5. TLS keeps others from changing both the bytes and the checksum. */
    CRC32C(ChecksumAlgorithm.CRC32_C);

    private final ChecksumAlgorithm algorithm;

    PartChecksum(ChecksumAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    /** The checksum that a service is known to verify. */
    static PartChecksum verifiedBy(Endpoint service) {
        return service.secure() && AwsHosts.contains(service.host()) ? CRC32C : NONE;
    }

    /** The algorithm that an upload names when it begins; null for none. */
    ChecksumAlgorithm algorithm() {
        return algorithm;
    }

    /** The checksum of a part, as its request carries it; null for none. */
    String of(PartBuffer part) {
        if (this == NONE) {
            return null;
        }
        Crc32cDigest digest = new Crc32cDigest();
        part.updateDigest(digest);
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    /** What the answer to a part says that S3 has verified; null for nothing. A checksum that was not sent proves nothing. */
    String verifiedIn(UploadPartResponse response) {
        return this == NONE ? null : response.checksumCRC32C();
    }

    /** The same of a part that S3 has copied, and digested while it did. */
    String computedIn(CopyPartResult copied) {
        return this == NONE ? null : copied.checksumCRC32C();
    }

    /** Whether the answer to a copied part has what is needed to complete its upload. */
    boolean isToldBy(CopyPartResult copied) {
        return this == NONE || copied.checksumCRC32C() != null;
    }

    private static final class Crc32cDigest extends MessageDigest {

        private final java.util.zip.CRC32C value = new java.util.zip.CRC32C();

        private Crc32cDigest() {
            super("CRC32C");
        }

        @Override
        protected void engineUpdate(byte input) {
            value.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            value.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            return ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) value.getValue())
                    .array();
        }

        @Override
        protected void engineReset() {
            value.reset();
        }
    }
}
