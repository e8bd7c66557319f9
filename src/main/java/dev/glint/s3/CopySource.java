package dev.glint.s3;

import dev.glint.transfer.PartPlan;
import dev.glint.transfer.PartsETag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/**
 * An object that S3 can copy so that the copy can be compared with it. The copy gets the parts of the object, so that the MD5s of
 * its parts make up the ETag of the object; an object that was written with one request is copied as one part.
 */
public final class CopySource {

    private final S3Object object;
    private final String etag;
    private final String digest;
    private final long[] bounds;

    private CopySource(S3Object object, String etag, String digest, long[] bounds) {
        this.object = object;
        this.etag = etag;
        this.digest = digest;
        this.bounds = bounds;
    }

    /** Empty if its ETag does not tell its bytes, or if it is not known which parts it has. */
    public static Optional<CopySource> of(S3Object object, HeadObjectResponse found) {
        Optional<String> md5 = ETags.md5(found.eTag(), found.serverSideEncryption(), found.sseCustomerAlgorithm());
        if (md5.isPresent()) {
            return Optional.of(new CopySource(object, found.eTag(), md5.get(), new long[] {0, found.contentLength()}));
        }
        return ETags.ofParts(found.eTag(), found.serverSideEncryption(), found.sseCustomerAlgorithm())
                .flatMap(digest -> bounds(object, found, digest)
                        .map(bounds -> new CopySource(object, found.eTag(), digest, bounds)));
    }

    private static Optional<long[]> bounds(S3Object object, HeadObjectResponse found, String digest) {
        OptionalLong size = PartSizes.first(object, found);
        int parts = Integer.parseInt(digest.substring(digest.indexOf('-') + 1));
        return size.isPresent() && size.getAsLong() > 0
                ? PartPlan.bounds(size.getAsLong(), found.contentLength(), parts)
                : Optional.empty();
    }

    public int parts() {
        return bounds.length - 1;
    }

    /** How many bytes its first part has. */
    public long partSize() {
        return bounds[1];
    }

    /** How many bytes its largest part has. */
    public long largestPart() {
        long largest = 0;
        for (int number = 1; number <= parts(); number++) {
            largest = Math.max(largest, bounds[number] - bounds[number - 1]);
        }
        return largest;
    }

    /**
     * Lets S3 copy a part.
     *
     * @return empty if what S3 says of the part does not tell its bytes, or is not enough to complete the upload
     */
    public Optional<CompletedPart> copy(S3Upload upload, int number) {
        // S3 takes no range of a small object.
        String range = parts() == 1 ? null : "bytes=" + bounds[number - 1] + "-" + (bounds[number] - 1);
        PartChecksum checksum = upload.object().bucket().partChecksum();
        UploadPartCopyResponse response = upload.copy(number, object, etag, range);
        // A server that does not know copies stores an empty part, and has nothing to say of it.
        return Optional.ofNullable(response.copyPartResult())
                .filter(copied -> ETags.md5(
                                copied.eTag(), response.serverSideEncryption(), response.sseCustomerAlgorithm())
                        .isPresent())
                .filter(checksum::isToldBy)
                .map(copied -> CompletedPart.builder()
                        .partNumber(number)
                        .eTag(copied.eTag())
                        .checksumCRC32C(checksum.computedIn(copied))
                        .build());
    }

    /** Whether these are the parts of this object, by the MD5s of both. */
    public boolean hasParts(List<CompletedPart> copied) {
        return isMadeOf(
                copied.stream().map(part -> part.eTag().replace("\"", "")).toList());
    }

    /** Whether its bytes can have an MD5. That of several parts tells nothing of it. */
    public boolean canHave(String checksum) {
        return parts() > 1 || isMadeOf(List.of(checksum));
    }

    private boolean isMadeOf(List<String> checksums) {
        return digest.equals(digest.contains("-") ? PartsETag.of(checksums) : checksums.get(0));
    }
}
