package dev.glint.direct;

import static dev.glint.image.StoreFailure.Kind.CONTENT_MISMATCH;
import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.image.FinishRequest;
import dev.glint.s3.ETags;
import dev.glint.s3.S3Call;
import dev.glint.s3.S3Upload;
import dev.glint.transfer.PartsETag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;

/** The parts of a direct upload as S3 has them. They count, not those that the client lists. */
final class UploadedParts {

    private final UploadId id;
    private final Map<Integer, Part> parts;

    private UploadedParts(UploadId id, List<Part> parts) {
        this.id = id;
        this.parts = parts.stream().collect(Collectors.toMap(Part::partNumber, Function.identity()));
    }

    /** Asks S3; empty if it knows no such upload, or not any more. */
    static Optional<UploadedParts> list(S3Upload upload, UploadId id) {
        List<Part> parts = new ArrayList<>();
        Optional<Integer> after = Optional.of(0);
        while (after.isPresent()) {
            Optional<ListPartsResponse> page = upload.parts(after.get());
            if (page.isEmpty()) {
                return Optional.empty();
            }
            page.get().parts().forEach(part -> parts.add(checked(part)));
            after = Optional.ofNullable(page.get().nextPartNumberMarker())
                    .filter(next -> Boolean.TRUE.equals(page.get().isTruncated()));
        }
        return parts.isEmpty() && !upload.exists() ? Optional.empty() : Optional.of(new UploadedParts(id, parts));
    }

    private static Part checked(Part part) {
        S3Call.required(part.partNumber(), "PartNumber");
        S3Call.required(part.size(), "Size");
        S3Call.required(part.eTag(), "ETag");
        return part;
    }

    /**
     * Fails if parts are missing or not of their size.
     *
     * @throws dev.glint.image.StoreFailure {@code CONTENT_MISMATCH}
     */
    void checkComplete() {
        for (int number = 1; number <= id.partCount(); number++) {
            Part part = parts.get(number);
            if (part == null) {
                throw CONTENT_MISMATCH.because(
                        "The upload is not complete: part %d of %d is missing; upload it and try again.",
                        number, id.partCount());
            }
            if (part.size() != id.partSize(number)) {
                throw CONTENT_MISMATCH.because(
                        "Part %d has %d bytes instead of %d; upload it and try again.",
                        number, part.size(), id.partSize(number));
            }
        }
    }

    /**
     * Fails if a client's list is of other parts.
     *
     * @throws dev.glint.image.StoreFailure {@code INVALID_REQUEST} if it has other numbers, {@code CONTENT_MISMATCH} if it has
     *     other ETags
     */
    void checkListed(List<FinishRequest.Part> listed) {
        List<Integer> numbers =
                listed.stream().map(FinishRequest.Part::number).sorted().toList();
        if (!numbers.equals(IntStream.rangeClosed(1, id.partCount()).boxed().toList())) {
            throw INVALID_REQUEST.because(
                    "The field upload.parts must have each part from 1 to %d once.", id.partCount());
        }
        for (FinishRequest.Part part : listed) {
            String stored = plain(parts.get(part.number()).eTag());
            if (!part.etag().map(UploadedParts::plain).orElse(stored).equals(stored)) {
                throw CONTENT_MISMATCH.because(
                        "S3 has other bytes as part %d than the field upload.parts says; upload it and try again.",
                        part.number());
            }
        }
    }

    private static String plain(String etag) {
        return etag.replace("\"", "");
    }

    /** All parts, as S3 wants to be told when it makes an object of them. */
    List<CompletedPart> completed() {
        return IntStream.rangeClosed(1, id.partCount())
                .mapToObj(number -> CompletedPart.builder()
                        .partNumber(number)
                        .eTag(parts.get(number).eTag())
                        .build())
                .toList();
    }

    /** The ETag of an object of all parts, where each of theirs is an MD5; else an empty one. */
    String etag() {
        List<String> checksums = completed().stream()
                .map(part -> plain(part.eTag()))
                .filter(etag -> ETags.md5(etag, null, null).isPresent())
                .toList();
        return checksums.size() == id.partCount() ? '"' + PartsETag.of(checksums) + '"' : "";
    }
}
