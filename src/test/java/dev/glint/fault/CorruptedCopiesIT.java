package dev.glint.fault;

import static dev.glint.fault.Outcome.SOURCE_FAILED;
import static dev.glint.testing.Fault.flipReply;
import static dev.glint.testing.HeaderFaults.tellFirstPart;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.SourceServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Bytes change on their way from a location that is copied. */
class CorruptedCopiesIT extends FaultSuite {

    @Test
    void changedBytesAreNoticedByTheChecksumOfS3() {
        String location = otherLocation(SINGLE);
        world.s3().on(GET_OBJECT).always(flipReply());
        SOURCE_FAILED.check(addFrom(location));
        removeOther();
    }

    @Test
    void changedBytesAreNoticedByADeclaredChecksum() {
        String location = multipartLocation();
        world.s3().on(GET_OBJECT).always(flipReply());
        Outcome.MISMATCH.check(addFrom(location, "checksum", checksum(MULTIPART)));
        removeOther();
    }

    /** The ETag of a multipart object can be compared if the size of its parts is known. Here its metadata has the size. */
    @Test
    void changedBytesAreNoticedByTheETagOfParts() {
        String location = addOther(TWO_PARTS);
        assertStored(addFrom(location), TWO_PARTS);
        remove();
        world.s3().on(GET_OBJECT).always(flipReply());
        SOURCE_FAILED.check(addFrom(location));
        removeOther();
    }

    /** Here S3 tells the size of the parts. */
    @Test
    void changedBytesOfAForeignMultipartObjectAreNoticed() {
        String location = storedElsewhere(5 * MEBI, 1);
        world.s3().on(HEAD_OBJECT).always(tellFirstPart(5 * MEBI));
        assertStored(addFrom(location), 5 * MEBI + 1);
        remove();
        world.s3().on(GET_OBJECT).always(flipReply());
        SOURCE_FAILED.check(addFrom(location));
        removeOther();
    }

    /** The size of the second part is unknown. If the size of the first part does not fit the ETag, nothing is compared. */
    @Test
    void objectWithPartsOfSeveralSizesIsAdded() {
        String location = storedElsewhere(5 * MEBI, 10 * MEBI, 1);
        world.s3().on(HEAD_OBJECT).always(tellFirstPart(5 * MEBI));
        assertStored(addFrom(location), 15 * MEBI + 1);
        remove();
        removeOther();
    }

    /** If the size fits by chance, a declared checksum takes precedence. */
    @Test
    void objectWithPartsOfSeveralSizesMayNeedADeclaredChecksum() {
        String location = storedElsewhere(6 * MEBI, 5 * MEBI, 2 * MEBI);
        int size = 13 * MEBI;
        world.s3().on(HEAD_OBJECT).always(tellFirstPart(6 * MEBI));
        String sentence = SOURCE_FAILED.check(addFrom(location));
        assertTrue(sentence.contains("declare its checksum"), sentence);
        assertStored(addFrom(location, "checksum", checksum(size)), size);
        remove();
        removeOther();
    }

    private String storedElsewhere(int... sizes) {
        byte[] bytes = SourceServer.bytes(IntStream.of(sizes).sum());
        String uploadId = s3.client()
                .createMultipartUpload(request -> request.bucket(s3.bucket()).key(otherId))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            int number = parts.size() + 1;
            RequestBody part = RequestBody.fromBytes(Arrays.copyOfRange(bytes, from, from + size));
            String etag = s3.client()
                    .uploadPart(
                            request -> request.bucket(s3.bucket())
                                    .key(otherId)
                                    .uploadId(uploadId)
                                    .partNumber(number),
                            part)
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            from += size;
        }
        s3.client()
                .completeMultipartUpload(request -> request.bucket(s3.bucket())
                        .key(otherId)
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts)));
        return locationOfOther();
    }

    /** The ETag of a multipart object is not an MD5. */
    private String multipartLocation() {
        return addOther(MULTIPART);
    }

    private String addOther(int size) {
        return functions
                .call("add", "imageId", otherId, "source", world.sourceUrl("bytes", size))
                .ok()
                .text("location");
    }

    private static String checksum(int size) {
        return Digests.md5(SourceServer.bytes(size));
    }
}
