package dev.glint.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Leftovers.Unfinished;
import dev.glint.checker.Request.Form;
import dev.glint.checker.Told.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftoversTest {

    private static final Content CONTENT = new Content(1, 10);
    private static final Unfinished EMPTY = new Unfinished("s3-id", true);
    private static final Unfinished WITH_PARTS = new Unfinished("s3-id", false);
    private static final String UPLOAD = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d.10.5242880.s3-id";
    private static final String OFFERED = "{\"uploadId\":\"" + UPLOAD + "\"}";

    @Test
    void unknownUploadsAreFound() {
        assertUnexplained(WITH_PARTS, List.of());
        assertUnexplained(WITH_PARTS, List.of("image-1: An upload without parts may be left in the bucket."));
        assertUnexplained(WITH_PARTS, List.of(), call(Deed.ADD, Outcome.FAILED, "S3 failed."));
        assertUnexplained(WITH_PARTS, List.of(), call(Deed.ADD, Outcome.SILENCE, "the client left"));
        assertUnexplained(EMPTY, List.of(), call(Deed.OFFER, Outcome.FAILED, "S3 failed."));
        assertUnexplained(WITH_PARTS, List.of(), call(Deed.OFFER, Outcome.DONE, "{\"uploadId\":\"a.1.1.other\"}"));
    }

    @Test
    void uploadsNamedInTheLogOrInAnAnswerAreKnown() {
        assertExplained(WITH_PARTS, List.of("The unfinished upload s3-id of image-1 could not be removed."));
        assertExplained(EMPTY, List.of("An upload of image-1 without parts may be left in the bucket."));
        assertExplained(
                WITH_PARTS,
                List.of(),
                call(Deed.ADD, Outcome.FAILED, "The unfinished upload s3-id could not be removed."));
    }

    @Test
    void uploadOfAClientIsKnownUntilItIsFinishedOrGivenUp() {
        MadeCall offer = call(Deed.OFFER, Outcome.DONE, OFFERED);
        assertExplained(WITH_PARTS, List.of(), offer);
        assertExplained(WITH_PARTS, List.of(), offer, call(Deed.FINISH, Outcome.UNKNOWN, ""));
        assertExplained(WITH_PARTS, List.of(), offer, call(Deed.ABANDON, Outcome.FAILED, ""));
        assertUnexplained(WITH_PARTS, List.of(), offer, call(Deed.FINISH, Outcome.DONE, ""));
        assertUnexplained(WITH_PARTS, List.of(), offer, call(Deed.FINISH, Outcome.TAKEN, ""));
        assertUnexplained(WITH_PARTS, List.of(), offer, call(Deed.ABANDON, Outcome.DONE, ""));
    }

    @Test
    void clientThatGetsNoAnswerMayLeaveAnEmptyUpload() {
        assertExplained(EMPTY, List.of(), call(Deed.OFFER, Outcome.SILENCE, "the client left"));
    }

    private static MadeCall call(Deed deed, Outcome outcome, String words) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        if (deed == Deed.FINISH) {
            fields.putObject("upload").put("uploadId", UPLOAD);
        } else if (deed == Deed.ABANDON) {
            fields.put("uploadId", UPLOAD);
        }
        Request request = new Request("add", fields, Form.PLAIN, "key");
        MadeCall call = new MadeCall(1, Ask.upload(deed, UPLOAD, CONTENT), request, null, 1);
        call.end(Told.of(outcome, words), 2);
        return call;
    }

    private static void assertExplained(Unfinished upload, List<String> log, MadeCall... calls) {
        assertEquals(List.of(), new Leftovers(List.of(calls), log).unexplained(List.of(upload)));
    }

    private static void assertUnexplained(Unfinished upload, List<String> log, MadeCall... calls) {
        assertEquals(List.of(upload), new Leftovers(List.of(calls), log).unexplained(List.of(upload)));
    }
}
