package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.STORE_UNAVAILABLE;

import dev.glint.image.HashAlgorithm;
import dev.glint.transfer.PartBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A part that was sent, and is in S3 as it was sent. */
public final class SentPart {

    private SentPart() {}

    /**
     * Sends a part.
     *
     * @throws dev.glint.image.StoreFailure {@code STORE_UNAVAILABLE} if S3 has other bytes, as far as it tells
     */
    public static CompletedPart send(S3Upload upload, int number, PartBuffer part) {
        UploadPartResponse response = upload.send(number, part);
        String verified = upload.object().bucket().partChecksum().verifiedIn(response);
        if (verified == null && !isAsSent(response, part)) {
            throw STORE_UNAVAILABLE.because("S3 did not store part %d as it was sent; try again.", number);
        }
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32C(verified)
                .build();
    }

    /** Whether S3 has the bytes of a part, as far as its ETag tells. */
    private static boolean isAsSent(UploadPartResponse response, PartBuffer part) {
        return ETags.md5(response.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm())
                .map(stored -> stored.equals(checksum(part)))
                .orElse(true);
    }

    private static String checksum(PartBuffer part) {
        MessageDigest digest = HashAlgorithm.newChecksum();
        part.updateDigest(digest);
        return HexFormat.of().formatHex(digest.digest());
    }
}
