package dev.glint.fault;

import static dev.glint.testing.SlowFaults.stall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.glint.testing.FaultyApplication;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many calls wait for an S3 server that hangs. Calls that do not need it are answered meanwhile. */
class HangingServerIT extends FaultSuite {

    private static final int HANGING = 50;

    private static FaultyApplication own;

    @BeforeAll
    static void start() {
        own = new FaultyApplication(Map.of(
                // Long enough for all calls in the meantime.
                "s3.store.deadline",
                FaultyWorld.DEADLINE.multipliedBy(2).toString(),
                // Each call has a request of its own that hangs.
                "s3.store.conditional-writes",
                "put,complete"));
    }

    @AfterAll
    static void stop() {
        own.close();
    }

    HangingServerIT() {
        super(own);
    }

    @Test
    void callsThatDoNotNeedTheHangingServerAreAnswered() {
        s3.write(otherId, new byte[1]);
        String healthy = "s3://" + own.world().realS3().uri().getAuthority() + "/" + FaultyWorld.BUCKET + "/" + otherId;
        functions.call("get-size", "location", healthy).ok();
        own.world().s3().onAny().always(stall());
        String data = Base64.getEncoder().encodeToString(new byte[1024]);
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < HANGING; i++) {
            String other = id + i;
            calls.add(CompletableFuture.supplyAsync(
                    () -> functions.call("add", "imageId", other, "data", data), CALLERS));
        }
        world.s3().awaitRequests(HANGING);

        assertEquals(200, status("/q/health/live"));
        functions.call("get-size", "location", healthy).ok();
        assertFalse(calls.stream().anyMatch(CompletableFuture::isDone), "They have waited for the calls that hang.");
        assertEquals(503, status("/q/health/ready"));
        calls.stream().map(CompletableFuture::join).forEach(Outcome.UNAVAILABLE::check);
        own.world().s3().clear();
        removeOther();
    }

    private int status(String path) {
        return Functions.fetch(functions.base().resolve(path).toString()).statusCode();
    }
}
