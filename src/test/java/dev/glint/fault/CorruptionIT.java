package dev.glint.fault;

import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.changeRequest;
import static dev.glint.testing.Fault.flipReply;
import static dev.glint.testing.Fault.flipRequest;
import static dev.glint.testing.Fault.flipRequestUnnoticed;
import static dev.glint.testing.Fault.flipRequestUnnoticedAndLoseReply;
import static dev.glint.testing.HeaderFaults.replyHeader;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Digests;
import dev.glint.testing.Faults;
import dev.glint.testing.SourceServer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes change on their way: the add must never succeed. */
class CorruptionIT extends FaultSuite {

    private static final String ANOTHER_ETAG = "\"0123456789abcdef0123456789abcdef\"";

    static Stream<FaultCase> singlePutFaults() {
        return Stream.of(
                row("S3 sees that a byte is flipped", s3 -> s3.on(PUT_OBJECT).always(flipRequest())),
                row("S3 stores a flipped byte", s3 -> s3.on(PUT_OBJECT).always(flipRequestUnnoticed())));
    }

    @ParameterizedTest
    @MethodSource("singlePutFaults")
    void changedBytesOfASinglePutFailTheAdd(FaultCase row) {
        check(row, SINGLE);
    }

    static Stream<FaultCase> multipartFaults() {
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
    @MethodSource("multipartFaults")
    void changedBytesOfAMultipartUploadFailTheAdd(FaultCase row) {
        check(row, MULTIPART);
    }

    private static FaultCase row(String name, Consumer<Faults> fault) {
        return new FaultCase(name, fault, UNAVAILABLE);
    }

    private static String withoutPart3(String parts) {
        return parts.replaceAll("(?s)<Part>(?:(?!</Part>).)*<PartNumber>3</PartNumber>.*?</Part>", "");
    }

    /** A byte that changed once can be sent again. A success must be a real one. */
    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void bytesFlippedOnceAreNeverStored(int size) {
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
    void changedSourceIsNoticedByADeclaredChecksum(int size) {
        world.source().on(GET_OBJECT).once(flipReply());
        Outcome.MISMATCH.check(add("bytes", size, "checksum", checksum(size)));
    }

    /** An ETag that is the MD5 of the bytes works like a declared checksum. */
    @ParameterizedTest
    @ValueSource(ints = {SINGLE, MULTIPART})
    void changedSourceIsNoticedByItsOwnDigest(int size) {
        assertStored(add("vouched", size), size);
        remove();
        world.source().on(GET_OBJECT).once(flipReply());
        add("vouched", size).problem(502, "source-failed");
    }

    /** An image with a flipped byte that cannot be removed is no success either. */
    @Test
    void addFailsIfWrongBytesCannotBeRemoved() {
        world.s3().on(PUT_OBJECT).always(flipRequestUnnoticed());
        world.s3().on(DELETE_OBJECT).always(answer(403, "AccessDenied"));
        String sentence = UNAVAILABLE.check(add(SINGLE));
        assertTrue(sentence.endsWith("It could not be removed."), sentence);
        remove();
    }

    /** The same holds if the reply to the write was lost. */
    @Test
    void addFailsIfWrongBytesWereStoredAndTheReplyLost() {
        world.s3().on(PUT_OBJECT).always(flipRequestUnnoticedAndLoseReply());
        UNAVAILABLE.check(add(SINGLE));
    }

    private static String checksum(int size) {
        return Digests.md5(SourceServer.bytes(size));
    }
}
