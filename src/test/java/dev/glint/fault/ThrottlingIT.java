package dev.glint.fault;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyApplication;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An S3 that is too busy now has time until the deadline, which is long here. */
class ThrottlingIT extends FaultSuite {

    private static final Fault SLOW_DOWN = answer(503, "SlowDown");
    /** More than other failures in a row may be. */
    private static final int REFUSALS = 5;

    @AutoClose
    private static final FaultyApplication PATIENT = new FaultyApplication(Map.of("s3.store.deadline", "PT4M"));

    ThrottlingIT() {
        super(PATIENT);
    }

    @Test
    void partIsSentUntilS3TakesIt() {
        world.s3().onPart(2).times(REFUSALS, SLOW_DOWN);
        assertStored(add(TWO_PARTS), TWO_PARTS);
        remove();
    }

    @Test
    void uploadIsCompletedWhenS3HasTime() {
        world.s3().on(COMPLETE_UPLOAD).times(REFUSALS, SLOW_DOWN);
        assertStored(add(TWO_PARTS), TWO_PARTS);
        remove();
    }
}
