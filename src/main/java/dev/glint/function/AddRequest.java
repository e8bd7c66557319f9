package dev.glint.function;

import static dev.glint.function.RequestFields.checkAbsent;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.compression.SourceForm;
import dev.glint.config.TrustSettings;
import dev.glint.image.DeclaredContent;
import dev.glint.image.FinishRequest;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageLocation;
import dev.glint.image.ImageSignature;
import dev.glint.image.TrustedKey;
import dev.glint.transfer.PartPlan;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The request of {@code add}. Fields that contradict each other are {@code INVALID_REQUEST}. */
@RegisterForReflection
record AddRequest(
        String imageId,
        InlineData data,
        String source,
        String decompress,
        String sourceHash,
        String sourceHashAlgorithm,
        String checksumsUrl,
        Upload upload,
        Boolean verify,
        Long size,
        String checksum,
        String hashAlgorithm,
        String hash,
        String format,
        String signature,
        String signatureKey) {

    private static final int LONGEST_ETAG = 1024;

    /** A request that copies an object under its own key. Its {@code size} is declared, if that is not null. */
    static AddRequest ofObject(ImageLocation source, Long size) {
        return new AddRequest(
                source.id(),
                null,
                source.toString(),
                null,
                null,
                null,
                null,
                null,
                null,
                size,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** A direct upload that is to be finished. */
    @RegisterForReflection
    record Upload(String uploadId, List<Part> parts) {}

    /** A part of it. */
    @RegisterForReflection
    record Part(Integer number, String etag) {

        private static FinishRequest.Part read(Part part) {
            if (part == null || part.number == null || part.number < 1 || part.number > PartPlan.MOST_PARTS) {
                throw INVALID_REQUEST.because("The field upload.parts.number must be 1 to %d.", PartPlan.MOST_PARTS);
            }
            if (part.etag != null && part.etag.length() > LONGEST_ETAG) {
                throw INVALID_REQUEST.because("The field upload.parts.etag must be what S3 answered.");
            }
            return new FinishRequest.Part(part.number, Optional.ofNullable(part.etag));
        }
    }

    /** Whether the bytes are in S3 already. Fails unless the request names exactly one place where they are. */
    boolean finishesUpload() {
        long places = Stream.of(data, source, upload).filter(Objects::nonNull).count();
        if (places != 1) {
            throw INVALID_REQUEST.because("Exactly one of the fields data, source and upload must be given.");
        }
        return upload != null;
    }

    /** What the caller says about the bytes of the source as they are fetched. */
    SourceForm form() {
        if (source == null) {
            String where = "data or an upload, only for a source";
            checkAbsent("decompress", decompress, where);
            checkAbsent("sourceHash", sourceHash, where);
            checkAbsent("sourceHashAlgorithm", sourceHashAlgorithm, where);
            checkAbsent("checksumsUrl", checksumsUrl, where);
        }
        return RequestFields.form(decompress, sourceHash, sourceHashAlgorithm, checksumsUrl);
    }

    /** How to finish the upload. */
    FinishRequest finish() {
        boolean verified = !Boolean.FALSE.equals(verify);
        if (upload.uploadId == null) {
            checkAbsent("upload.parts", upload.parts, "an upload without an uploadId");
        }
        if (!verified) {
            String where = "an upload that is not read, as verify is false";
            checkAbsent("hash", hash, where);
            checkAbsent("hashAlgorithm", hashAlgorithm, where);
            checkAbsent("signature", signature, where);
            if (upload.uploadId != null) {
                checkAbsent("checksum", checksum, where);
            }
        }
        return new FinishRequest(
                Optional.ofNullable(upload.uploadId),
                Optional.ofNullable(upload.parts)
                        .map(parts -> parts.stream().map(Part::read).toList()),
                verified,
                hash == null && hashAlgorithm == null && signature == null);
    }

    /** What the caller declares about the bytes. {@code usual} is the hash algorithm if the request names none. */
    DeclaredContent declared(HashAlgorithm usual, TrustSettings trust) {
        DeclaredContent declared = RequestFields.declared(size, checksum, hashAlgorithm, hash, usual)
                .withFormat(RequestFields.format(format));
        return signature == null && signatureKey == null
                ? declared
                : declared.withSignature(signature(declared.algorithm(), trust));
    }

    private ImageSignature signature(HashAlgorithm algorithm, TrustSettings trust) {
        if (signature == null || signatureKey == null) {
            throw INVALID_REQUEST.because("The fields signature and signatureKey must be given together.");
        }
        if (algorithm == HashAlgorithm.NONE) {
            throw INVALID_REQUEST.because("The field signature needs the hashAlgorithm sha512 or sha256.");
        }
        TrustedKey key = trust.key(signatureKey)
                .orElseThrow(() ->
                        INVALID_REQUEST.because("The field signatureKey must be the name of a key in image.trust."));
        try {
            return new ImageSignature(key, Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException e) {
            throw INVALID_REQUEST.because("The field signature must be base64.");
        }
    }
}
