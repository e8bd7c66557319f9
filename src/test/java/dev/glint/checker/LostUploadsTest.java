package dev.glint.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Told.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostUploadsTest {

    private static final Content CONTENT = new Content(1, 10);

    private final MadeCall absent = call(Ask.upload(Deed.FINISH, "one", CONTENT), Outcome.ABSENT, 10, 20);

    @Test
    void uploadThatNobodyRemovedIsLost() {
        assertLost();
        assertLost(call(Ask.upload(Deed.FINISH, "other", CONTENT), Outcome.DONE, 1, 2));
        assertLost(call(Ask.upload(Deed.ABANDON, "one", CONTENT), Outcome.DONE, 20, 30));
        assertLost(call(Ask.of(Deed.DELETE), Outcome.DONE, 1, 10));
        assertLost(call(Ask.of(Deed.DELETE), Outcome.DONE, 20, 30));
    }

    @Test
    void finishedOrAbandonedUploadIsNotLost() {
        assertNotLost(call(Ask.upload(Deed.FINISH, "one", CONTENT), Outcome.DONE, 1, 2));
        assertNotLost(call(Ask.upload(Deed.ABANDON, "one", CONTENT), Outcome.DONE, 15, 30));
    }

    @Test
    void imageCanBeDeletedBeforeTheCallThatMadeItHasReadIt() {
        assertNotLost(call(Ask.of(Deed.DELETE), Outcome.DONE, 12, 15));
        assertNotLost(call(Ask.of(Deed.DELETE), Outcome.SILENCE, 1, 2));
    }

    private static MadeCall call(Ask ask, Outcome outcome, long begin, long end) {
        MadeCall call = new MadeCall(1, ask, null, null, begin);
        call.end(Told.of(outcome, ""), end);
        return call;
    }

    private void assertLost(MadeCall... others) {
        assertEquals(Optional.of(absent), find(others));
    }

    private void assertNotLost(MadeCall other) {
        assertEquals(Optional.empty(), find(other));
    }

    private Optional<MadeCall> find(MadeCall... others) {
        List<MadeCall> calls = new ArrayList<>(List.of(others));
        calls.add(absent);
        return LostUploads.find(calls);
    }
}
