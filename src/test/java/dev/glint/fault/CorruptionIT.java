package dev.glint.fault;

import static dev.glint.fault.Outcome.SOURCE_FAILED;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.changeRequest;
import static dev.glint.testing.Fault.flipReply;
import static dev.glint.testing.Fault.flipRequest;
import static dev.glint.testing.Fault.flipRequestUnnoticed;
import static dev.glint.testing.Fault.flipRequestUnnoticedAndLoseReply;
import static dev.glint.testing.Fault.replyHeader;
import static dev.glint.testing.Fault.tellFirstPart;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.Faults;
import dev.glint.testing.SourceServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Bytes change on their way: that is never called a success. */
class CorruptionIT extends FaultTest {

    private static final String ANOTHER_ETAG = "\"0123456789abcdef0123456789abcdef\"";

    static Stream<FaultCase> single() {
        return Stream.of(
                row("S3 sees that a byte is flipped", s3 -> s3.on(PUT_OBJECT).always(flipRequest())),
                row("S3 stores a flipped byte", s3 -> s3.on(PUT_OBJECT).always(flipRequestUnnoticed())));
    }

    @ParameterizedTest
    @MethodSource
    void single(FaultCase row) {
        check(row, SINGLE);
    }

    static Stream<FaultCase> multipart() {
        return Stream.of(
                row(
                        "S3 sees that a byte of part 3 is flipped",
                        s3 -> s3.onPart(3).always(flipRequest())),
                row("S3 stores a flipped byte in part 3", s3 -> s3.onPart(3).always(flipRequestUnnoticed())),
                row("part 3 has another ETag", s3 -> s3.onPart(3).always(replyHeader("ETag", ANOTHER_ETAG))),
                row(
                        "Complete forgets part 3",
                        s3 -> s3.on(COMPLETE_UPLOAD).always(changeRequest(CorruptionIT::withoutPart3))));
    }

    @ParameterizedTest
    @MethodSource
    void multipart(FaultCase row) {
        check(row, MULTIPART);
    }

    private static FaultCase row(String name, Consumer<Faults> fault) {
        return new FaultCase(name, fault, UNAVAILABLE);
    }

    private static String withoutPart3(String parts) {
        return parts.replaceAll("(?s)<Part>(?:(?!</Part>).)*<PartNumber>3</PartNumber>.*?</Part>", "");
    }

    /** A byte that changed once can be sent again; what is called a success is one. */
    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void flippedOnce(int size) {
        world.s3().on(PUT_OBJECT).once(flipRequest());
        world.s3().onPart(3).once(flipRequest());
        var answer = add(size);
        if (answer.status() == 200) {
            assertStored(answer, size);
            remove();
        } else {
            UNAVAILABLE.check(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void sourceChangesWhereTheChecksumIsDeclared(int size) {
        world.source().on(GET_OBJECT).once(flipReply());
        Outcome.MISMATCH.check(add("bytes", size, "checksum", checksum(size)));
    }

    /** An ETag that is the MD5 of the bytes is a checksum that nobody need declare. */
    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void sourceChangesWhereItVouchesForADigest(int size) {
        assertStored(add("vouched", size), size);
        remove();
        world.source().on(GET_OBJECT).once(flipReply());
        add("vouched", size).problem(502, "source-failed");
    }

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

    /** What was stored with a flipped byte and cannot be removed is no success either. */
    @Test
    void wrongBytesThatCannotBeRemovedAreNoSuccess() {
        world.s3().on(PUT_OBJECT).always(flipRequestUnnoticed());
        world.s3().on(DELETE_OBJECT).always(answer(403, "AccessDenied"));
        String sentence = UNAVAILABLE.check(add(SINGLE));
        assertTrue(sentence.endsWith("It could not be removed."), sentence);
        remove();
    }

    /** Nor are they if nothing was heard of their write. */
    @Test
    void wrongBytesWhoseReplyWasLostAreNoSuccess() {
        world.s3().on(PUT_OBJECT).always(flipRequestUnnoticedAndLoseReply());
        UNAVAILABLE.check(add(SINGLE));
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
