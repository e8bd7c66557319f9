package dev.glint.fault;

import static dev.glint.fault.Outcome.DUPLICATE;
import static dev.glint.fault.Outcome.STORED;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.cutReply;
import static dev.glint.testing.Fault.cutReplyOfKnownLength;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.Fault.resetInReply;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.LIST_PARTS;
import static dev.glint.testing.S3Operation.LIST_UPLOADS;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Fault;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reply of S3 breaks off after its headers. It counts as a lost reply: the request is repeated, or the object is checked. */
class CutRepliesIT extends DirectUploadFaultSuite {

    private static final byte[] THEIRS = SourceServer.bytes(7);

    record Cut(String name, Fault fault) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Cut> cuts() {
        return Stream.of(
                new Cut("cut where the connection ends the body", cutReply()),
                new Cut("cut where the length is known", cutReplyOfKnownLength()),
                new Cut("reset", resetInReply()));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void createOfAnUploadIsRepeated(Cut cut) {
        world.s3().on(CREATE_UPLOAD).once(cut.fault);
        assertStored(add(TWO_PARTS), TWO_PARTS);
        remove();
        world.s3().on(CREATE_UPLOAD).always(cut.fault);
        UNAVAILABLE.check(add(TWO_PARTS));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void objectIsCheckedAfterACutCompletion(Cut cut) {
        world.s3().on(COMPLETE_UPLOAD).always(cut.fault);
        assertStored(add(TWO_PARTS), TWO_PARTS);
        remove();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void objectIsCheckedAfterACutCompletionOfADirectUpload(Cut cut) {
        String upload = uploaded();
        world.s3().on(COMPLETE_UPLOAD).always(cut.fault);
        assertStored(finish(upload), SIZE);
        remove();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void objectIsCheckedAfterARefusedPut(Cut cut) {
        s3.write(id, THEIRS);
        world.s3().on(PUT_OBJECT).always(cut.fault);
        DUPLICATE.check(add(SINGLE));
        assertArrayEquals(THEIRS, s3.take(id));

        world.s3().clear();
        world.s3().on(PUT_OBJECT).once(loseReply());
        world.s3().on(PUT_OBJECT).always(cut.fault);
        assertStored(add(SINGLE), SINGLE);
        remove();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void uploadStaysWhileItsPartsCannotBeListed(Cut cut) {
        String upload = uploaded();
        world.s3().on(LIST_PARTS).always(cut.fault);
        UNAVAILABLE.check(finish(upload));
        assertEquals(List.of(id), s3.unfinishedUploads());
        world.s3().clear();
        world.s3().on(LIST_PARTS).once(cut.fault);
        assertStored(finish(upload), SIZE);
        remove();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void addSucceedsIfUploadsCannotBeListed(Cut cut) {
        world.s3().on(LIST_UPLOADS).always(cut.fault);
        STORED.check(add(TWO_PARTS));
        remove();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void missingSourceIsRequestedAgain(Cut cut) {
        String location = otherLocation(1);
        removeOther();
        world.s3().on(GET_OBJECT).once(cut.fault);
        addFrom(location).problem(404, "not-found");
    }
}
