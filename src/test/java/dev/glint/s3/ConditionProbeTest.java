package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_CONFIGURATION;
import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.loseReply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.exclusive.Exclusivity;
import dev.glint.image.StoreFailure;
import dev.glint.testing.LogCapture;
import dev.glint.testing.S3Operation;
import dev.glint.testing.ServerKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found out of servers that do different things with conditions. */
class ConditionProbeTest extends ConditionSuite {

    @ParameterizedTest
    @EnumSource
    void conditionsAreFoundOut(ServerKind kind) {
        start("s3.store.exclusive-writes", "best-effort");
        kind.play(proxy);
        ask();
        String put = kind.honoursPut() ? "honoured" : kind.name().startsWith("IGNORES") ? "ignored" : "refused";
        String complete =
                kind.honoursComplete() ? "honoured" : kind.name().startsWith("IGNORES") ? "ignored" : "refused";
        assertTrue(found().startsWith("conditions: put " + put + ", complete " + complete + ", copy unknown"), found());
        int requests = proxy.requests().size();
        assertTrue(requests <= 9, proxy.requests()::toString);
        ask();
        assertEquals(requests, proxy.requests().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerKind.class,
            names = {"IGNORES_BOTH", "REFUSES_BOTH"})
    void serverWithoutConditionsIsABadConfigurationUnlessItIsAccepted(ServerKind kind) {
        start();
        kind.play(proxy);
        StoreFailure failure = assertThrows(StoreFailure.class, this::ask);
        assertEquals(BAD_STORE_CONFIGURATION, failure.kind());
        assertTrue(failure.getMessage().contains("s3.store.exclusive-writes"), failure.getMessage());
        assertTrue(found().endsWith("several adds of an id can succeed"), found());
    }

    @ParameterizedTest
    @CsvSource({
        "'put, complete', put honoured|complete honoured|copy refused|delete refused",
        "complete,        put refused|complete honoured|copy refused|delete refused",
        "'put,delete',    put honoured|complete refused|copy refused|delete honoured",
    })
    void configuredServerIsNotAsked(String configured, String expected) {
        start("s3.store.conditional-writes", configured);
        ask();
        assertTrue(found().contains(expected.replace("|", ", ")), found());
        assertEquals(List.of(), proxy.requests());
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, STORE_UNAVAILABLE",
        "500, InternalError, STORE_UNAVAILABLE",
        "403, AccessDenied, STORE_FORBIDDEN"
    })
    void failureIsPassedOnAndTheNextCallAsksAgain(int status, String code, StoreFailure.Kind kind) {
        // A busy server is asked until then.
        start("s3.store.deadline", "PT4S");
        proxy.onAny().always(answer(status, code));
        StoreFailure failure = assertThrows(StoreFailure.class, this::ask);
        assertEquals(kind, failure.kind());
        assertTrue(found().contains("put unknown, complete unknown"), found());
        proxy.clear();
        ask();
        assertTrue(found().contains("put honoured, complete honoured"), found());
    }

    /** Each request of the probe fails once for good; nothing is left, and the next call asks again. */
    @ParameterizedTest
    @EnumSource(names = {"PUT_OBJECT", "CREATE_UPLOAD", "UPLOAD_PART", "COMPLETE_UPLOAD", "ABORT_UPLOAD"})
    void failureHalfWayLeavesNothing(S3Operation operation) {
        start();
        proxy.on(operation).times(operation == S3Operation.ABORT_UPLOAD ? 1 : 4, answer(400, "InvalidRequest"));
        StoreFailure failure = assertThrows(StoreFailure.class, this::ask);
        assertEquals(BAD_STORE_CONFIGURATION, failure.kind());
        assertTrue(failure.getMessage().contains("s3.store.conditional-writes"), failure.getMessage());
        PLAIN.assertEmptyAndClean();
        proxy.clear();
        ask();
        assertTrue(found().contains("put honoured, complete honoured"), found());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PUT_OBJECT", "CREATE_UPLOAD", "UPLOAD_PART", "COMPLETE_UPLOAD", "ABORT_UPLOAD", "DELETE_OBJECT"})
    void lostRepliesChangeNothing(S3Operation operation) {
        start();
        proxy.on(operation).once(loseReply());
        ask();
        assertTrue(found().contains("put honoured, complete honoured"), found());
    }

    @Test
    void objectIsNamedInTheLogWithoutTheRightToRemoveIt() {
        start();
        proxy.on(S3Operation.DELETE_OBJECT).always(answer(403, "AccessDenied"));
        try (LogCapture log = new LogCapture()) {
            ask();
            assertTrue(log.records().stream().anyMatch(line -> line.contains("may be left")));
        }
        assertTrue(found().contains("put honoured, complete honoured, copy unknown, delete unknown"), found());
        PLAIN.keys().stream().filter(key -> key.startsWith(".glint/probe/")).forEach(PLAIN::remove);
    }

    @Test
    void serverWithoutUploadsIsUsedWithPut() {
        start();
        proxy.on(S3Operation.CREATE_UPLOAD).always(answer(501, "NotImplemented"));
        ask();
        assertTrue(found().contains("put honoured, complete refused"), found());
    }

    @Test
    void serverThatHonoursTheConditionOfDeletionsIsRecognized() {
        start();
        proxy.on(S3Operation.DELETE_OBJECT).once(answer(412, "PreconditionFailed"));
        ask();
        assertTrue(found().contains("delete honoured"), found());
    }

    @Test
    void missingBucketIsCreatedIfThatIsAllowed() {
        start("s3.store.bucket", "made-by-probe", "s3.store.create-bucket-on-put", "true");
        ask();
        assertTrue(found().contains("put honoured, complete honoured"), found());
        S3.removeBucket("made-by-probe");
    }

    @Test
    void callsAtTheSameTimeShareOneProbe() {
        start();
        List<CompletableFuture<Void>> calls = Stream.generate(
                        () -> CompletableFuture.runAsync(this::ask, task -> new Thread(task).start()))
                .limit(16)
                .toList();
        calls.forEach(CompletableFuture::join);
        assertEquals(2, proxy.count(S3Operation.PUT_OBJECT), proxy.requests()::toString);
    }

    /** Two instances: each has a key of its own. */
    @Test
    void probesOfTwoProcessesDoNotDisturbEachOther() {
        start();
        Transfers ours = transfers;
        Exclusivity oursAsWell = exclusivity;
        S3Clients oursToo = clients;
        start();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> oursAsWell.conditions(oursToo.bucket()));
        ask();
        other.join();
        assertEquals(oursToo.conditions().toString(), found());
        ours.close();
        oursToo.close();
    }
}
