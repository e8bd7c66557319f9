package dev.glint.function;

import static dev.glint.function.RequestFields.checkAbsent;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.s3.DownloadOptions;
import dev.glint.s3.UploadOptions;

/** What a {@link PresignRequest} means: fields of the other operation are refused, not ignored. */
final class PresignRequests {

    private static final String DOWNLOAD = "download";
    private static final String UPLOAD = "upload";

    private PresignRequests() {}

    static boolean isUpload(PresignRequest request) {
        String operation = request.operation() == null ? DOWNLOAD : request.operation();
        if (!operation.equals(DOWNLOAD) && !operation.equals(UPLOAD)) {
            throw INVALID_REQUEST.because("The field operation must be download or upload.");
        }
        return operation.equals(UPLOAD);
    }

    static boolean verify(PresignRequest request) {
        return !Boolean.FALSE.equals(request.verify());
    }

    static DownloadOptions download(PresignRequest request) {
        String where = "the operation download";
        checkAbsent("size", request.size(), where);
        checkAbsent("checksum", request.checksum(), where);
        checkAbsent("uploadId", request.uploadId(), where);
        checkAbsent("firstPart", request.firstPart(), where);
        return new DownloadOptions(
                RequestFields.duration("expiresIn", request.expiresIn()),
                RequestFields.header("filename", request.filename()),
                RequestFields.header("contentType", request.contentType()));
    }

    static UploadOptions upload(PresignRequest request) {
        String where = "the operation upload";
        checkAbsent("filename", request.filename(), where);
        checkAbsent("contentType", request.contentType(), where);
        if (request.uploadId() == null) {
            checkAbsent("firstPart", request.firstPart(), "an upload that has no uploadId yet");
            if (request.size() == null) {
                throw INVALID_REQUEST.because("The field size must be given: exactly how many bytes will come.");
            }
        } else {
            checkAbsent("checksum", request.checksum(), "an upload that has begun");
        }
        return new UploadOptions(
                RequestFields.size(request.size()),
                RequestFields.checksum(request.checksum()),
                RequestFields.duration("expiresIn", request.expiresIn()),
                verify(request));
    }

    /** The number of the first part whose URL is asked for. */
    static int firstPart(PresignRequest request) {
        int first = request.firstPart() == null ? 1 : request.firstPart();
        if (first < 1) {
            throw INVALID_REQUEST.because("The field firstPart must be 1 or more.");
        }
        return first;
    }
}
