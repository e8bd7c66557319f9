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

/** Bytes of an image change on their way from the location that it is copied from. */
class CorruptedCopiesIT extends FaultSuite {

    @Test
    void locationChangesWhereS3KnowsTheChecksum() {
        String location = otherLocation(SINGLE);
        world.s3().on(GET_OBJECT).always(flipReply());
        SOURCE_FAILED.check(addFrom(location));
        removeOther();
    }

    @Test
    void locationChangesWhereTheChecksumIsDeclared() {
        String location = multipartLocation();
        world.s3().on(GET_OBJECT).always(flipReply());
        Outcome.MISMATCH.check(addFrom(location, "checksum", checksum(MULTIPART)));
        removeOther();
    }

    /** The ETag of an object of parts can be compared if the size of its parts is known: here its metadata tells it. */
    @Test
    void locationOfPartsChanges() {
        String location = addOther(TWO_PARTS);
        assertStored(addFrom(location), TWO_PARTS);
        remove();
        world.s3().on(GET_OBJECT).always(flipReply());
        SOURCE_FAILED.check(addFrom(location));
        removeOther();
    }

    /** And here S3 does. */
    @Test
    void locationOfPartsThatWereStoredElsewhereChanges() {
        String location = storedElsewhere(5 * MEBI, 1);
        world.s3().on(HEAD_OBJECT).always(tellFirstPart(5 * MEBI));
        assertStored(addFrom(location), 5 * MEBI + 1);
        remove();
        world.s3().on(GET_OBJECT).always(flipReply());
        SOURCE_FAILED.check(addFrom(location));
        removeOther();
    }

    /** Nobody knows the size of the second part; if the first one's does not fit, nothing is compared. */
    @Test
    void locationOfPartsOfSeveralSizesIsAdded() {
        String location = storedElsewhere(5 * MEBI, 10 * MEBI, 1);
        world.s3().on(HEAD_OBJECT).always(tellFirstPart(5 * MEBI));
        assertStored(addFrom(location), 15 * MEBI + 1);
        remove();
        removeOther();
    }

    /** Where it fits by chance, a declared checksum counts for more. */
    @Test
    void locationOfPartsOfSeveralSizesIsAddedIfItsChecksumIsDeclared() {
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

    /** An object in parts has no ETag that is an MD5. */
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
