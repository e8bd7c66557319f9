package dev.glint.fault;

import static dev.glint.fault.Outcome.FORBIDDEN;
import static dev.glint.fault.Outcome.MISCONFIGURED;
import static dev.glint.fault.Outcome.STORED;
import static dev.glint.fault.Outcome.UNAVAILABLE;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.loseReply;
import static dev.glint.testing.S3Operation.CREATE_BUCKET;
import static dev.glint.testing.S3Operation.HEAD_BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.Sequential;
import dev.glint.testing.SourceServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bucket is missing, or S3 fails to create it or to find it. */
@Sequential
class BucketFaultsIT extends DirectUploadFaultSuite {

    @AutoClose
    private static final FaultyApplication OWN = new FaultyApplication(Map.of());

    BucketFaultsIT() {
        super(OWN);
    }

    @AfterEach
    void clear() {
        OWN.world().s3().clear();
    }

    static Stream<Arguments> lostReplies() {
        return Stream.of(Arguments.of("once", 1), Arguments.of("always", Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("lostReplies")
    void bucketIsCreatedThoughTheReplyIsLost(String how, int times) {
        removeBucket();
        OWN.world().s3().on(CREATE_BUCKET).times(times, loseReply());
        Answer answer = add(SINGLE);
        STORED.check(answer);
        assertStored(answer, SINGLE);
        remove();
    }

    @Test
    void bucketCreatedByAnotherCallIsUsed() {
        removeBucket();
        OWN.world()
                .s3()
                .on(CREATE_BUCKET)
                .once(answer(409, "BucketAlreadyOwnedByYou")
                        .after(() -> s3.client().createBucket(request -> request.bucket(s3.bucket()))));
        assertStored(add(SINGLE), SINGLE);
        remove();
    }

    @Test
    void directUploadCreatesTheBucket() {
        removeBucket();
        giveUp(begin(SIZE).ok().text("uploadId")).ok();
        removeBucket();
        byte[] bytes = SourceServer.bytes(1000);
        assertEquals(200, PlainHttp.put(begin(1000).ok().json(), bytes).statusCode());
        remove();
    }

    private void removeBucket() {
        OWN.world().realS3().removeBucket(s3.bucket());
    }

    static Stream<Arguments> lookFaults() {
        return Stream.of(
                Arguments.of(answer(403, "AccessDenied"), FORBIDDEN),
                Arguments.of(answer(301, "PermanentRedirect"), MISCONFIGURED),
                Arguments.of(answer(500, "InternalError"), UNAVAILABLE));
    }

    /** Another request finds out whether the image or the bucket is missing. It can fail too. */
    @ParameterizedTest
    @MethodSource("lookFaults")
    void deleteFailsIfTheBucketCannotBeChecked(Fault fault, Outcome outcome) {
        OWN.world().s3().on(HEAD_BUCKET).always(fault);
        outcome.check(functions.call("delete", "imageId", id));
    }
}
