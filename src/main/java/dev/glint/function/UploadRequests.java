package dev.glint.function;

import static dev.glint.function.RequestFields.checkAbsent;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.image.FinishRequest;
import java.util.Optional;

/** What the {@code upload} of an {@link AddRequest} means. */
final class UploadRequests {

    private static final int MOST_PARTS = 10_000;
    private static final int LONGEST_ETAG = 1024;

    private UploadRequests() {}

    static FinishRequest read(AddRequest request) {
        AddRequest.Upload upload = request.upload();
        boolean verified = !Boolean.FALSE.equals(request.verify());
        if (upload.uploadId() == null) {
            checkAbsent("upload.parts", upload.parts(), "an upload without an uploadId");
        }
        if (!verified) {
            String where = "an upload that is not read, as verify is false";
            checkAbsent("hash", request.hash(), where);
            checkAbsent("hashAlgorithm", request.hashAlgorithm(), where);
            if (upload.uploadId() != null) {
                checkAbsent("checksum", request.checksum(), where);
            }
        }
        return new FinishRequest(
                Optional.ofNullable(upload.uploadId()),
                Optional.ofNullable(upload.parts())
                        .map(parts -> parts.stream().map(UploadRequests::part).toList()),
                verified);
    }

    private static FinishRequest.Part part(AddRequest.Part part) {
        if (part == null || part.number() == null || part.number() < 1 || part.number() > MOST_PARTS) {
            throw INVALID_REQUEST.because("The field upload.parts.number must be 1 to %d.", MOST_PARTS);
        }
        if (part.etag() != null && part.etag().length() > LONGEST_ETAG) {
            throw INVALID_REQUEST.because("The field upload.parts.etag must be what S3 answered.");
        }
        return new FinishRequest.Part(part.number(), Optional.ofNullable(part.etag()));
    }
}
