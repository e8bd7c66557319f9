package dev.glint.function;

import static dev.glint.function.RequestFields.checkAbsent;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.image.HashAlgorithm;
import dev.glint.s3.DownloadOptions;
import dev.glint.s3.UploadOptions;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The request of {@code get-presigned}. Fields of the other operation are not ignored, but {@code INVALID_REQUEST}. */
@RegisterForReflection
record PresignRequest(
        String imageId,
        String location,
        String operation,
        String expiresIn,
        String filename,
        String contentType,
        Boolean verify,
        Boolean digests,
        Long size,
        String checksum,
        String hashAlgorithm,
        String hash,
        String uploadId,
        Integer firstPart) {

    private static final String DOWNLOAD = "download";
    private static final String UPLOAD = "upload";

    boolean asksForUpload() {
        if (operation != null && !operation.equals(DOWNLOAD) && !operation.equals(UPLOAD)) {
            throw INVALID_REQUEST.because("The field operation must be download or upload.");
        }
        return UPLOAD.equals(operation);
    }

    boolean verifies() {
        return !Boolean.FALSE.equals(verify);
    }

    boolean asksForDigests() {
        return Boolean.TRUE.equals(digests);
    }

    DownloadOptions download() {
        String where = "the operation download";
        checkAbsent("size", size, where);
        checkAbsent("checksum", checksum, where);
        checkAbsent("hashAlgorithm", hashAlgorithm, where);
        checkAbsent("hash", hash, where);
        checkAbsent("uploadId", uploadId, where);
        checkAbsent("firstPart", firstPart, where);
        if (!verifies() && asksForDigests()) {
            throw INVALID_REQUEST.because("The field digests needs a look at the image, which verify forbids.");
        }
        return new DownloadOptions(
                RequestFields.duration("expiresIn", expiresIn),
                RequestFields.header("filename", filename),
                RequestFields.header("contentType", contentType));
    }

    /** {@code usual} is the algorithm of the hash if the request names none. */
    UploadOptions upload(HashAlgorithm usual) {
        String where = "the operation upload";
        checkAbsent("filename", filename, where);
        checkAbsent("contentType", contentType, where);
        checkAbsent("digests", digests, where);
        if (uploadId == null) {
            checkAbsent("firstPart", firstPart, "an upload that has no uploadId yet");
            if (size == null) {
                throw INVALID_REQUEST.because("The field size must be given: exactly how many bytes will come.");
            }
        } else {
            checkAbsent("checksum", checksum, "an upload that has begun");
            checkAbsent("hash", hash, "an upload that has begun");
        }
        if (hash == null) {
            checkAbsent("hashAlgorithm", hashAlgorithm, "an upload without a hash");
        }
        return new UploadOptions(
                RequestFields.declared(size, checksum, hashAlgorithm, hash, usual),
                RequestFields.duration("expiresIn", expiresIn),
                verifies());
    }

    /** The number of the first part whose URL is asked for. */
    int firstPartOrOne() {
        int first = firstPart == null ? 1 : firstPart;
        if (first < 1) {
            throw INVALID_REQUEST.because("The field firstPart must be 1 or more.");
        }
        return first;
    }
}
