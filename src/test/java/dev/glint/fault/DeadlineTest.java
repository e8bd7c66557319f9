package dev.glint.fault;

import static dev.glint.testing.Fault.stall;
import static dev.glint.testing.Fault.trickle;
import static dev.glint.testing.Fault.trickleBody;
import static dev.glint.testing.S3Operation.COMPLETE_UPLOAD;
import static dev.glint.testing.S3Operation.CREATE_UPLOAD;
import static dev.glint.testing.S3Operation.DELETE_OBJECT;
import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.HEAD_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyWorld;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 takes requests and never answers, or so slowly that it might as well not: nobody waits longer than the deadline. */
@QuarkusTest
@TestProfile(FaultyWorld.Profile.class)
class DeadlineTest extends FaultTest {

    private static final Duration LIMIT = FaultyWorld.DEADLINE.plusSeconds(1);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    /** Often enough that no socket falls silent. */
    private static final Fault TRICKLE = trickle(Duration.ofMillis(200));

    /** The five parts of an image, on a busy machine. */
    private static final Duration TIME_TO_SEND = Duration.ofSeconds(1);

    private static final int HANGING = 50;

    static Stream<FaultCase> adds() {
        return Stream.of(
                row("everything stalls", world -> world.s3().onAny().always(stall())),
                row("everything trickles", world -> world.s3().onAny().always(TRICKLE)),
                row("PUT and Create stall", world -> {
                    world.s3().on(PUT_OBJECT).always(stall());
                    world.s3().on(CREATE_UPLOAD).always(stall());
                }));
    }

    @ParameterizedTest
    @MethodSource("adds")
    void single(FaultCase row) {
        assertTimeoutPreemptively(LIMIT, () -> check(row, SINGLE));
        // What S3 has written and not confirmed in time is there: the same request would find it again.
        world.s3().clear();
        world.s3().awaitQuiet();
        remove();
    }

    static Stream<FaultCase> multipart() {
        return Stream.concat(
                adds(),
                Stream.of(
                        row(
                                "Create trickles",
                                world -> world.s3().on(CREATE_UPLOAD).always(TRICKLE)),
                        row("part 3 stalls", world -> world.s3().onPart(3).always(stall())),
                        row("part 3 trickles", world -> world.s3().onPart(3).always(TRICKLE)),
                        row(
                                "Complete stalls",
                                world -> world.s3().on(COMPLETE_UPLOAD).always(stall()))));
    }

    @ParameterizedTest
    @MethodSource
    void multipart(FaultCase row) {
        assertTimeoutPreemptively(LIMIT.plus(TIME_TO_SEND), () -> check(row, MULTIPART));
    }

    private static FaultCase row(String name, Consumer<FaultyWorld> fault) {
        return new FaultCase(name, fault, Outcome.UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("silences")
    void size(Fault silence) {
        world.s3().on(HEAD_OBJECT).always(silence);
        Answer answer = assertTimeoutPreemptively(
                LIMIT, () -> functions.call("get-size", "imageId", id).ok());
        assertEquals("store-unavailable", answer.text("reason"));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void presigned(Fault silence) {
        world.s3().on(HEAD_OBJECT).always(silence);
        Outcome.UNAVAILABLE.check(
                assertTimeoutPreemptively(LIMIT, () -> functions.call("get-presigned", "imageId", id)));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void delete(Fault silence) {
        world.s3().on(HEAD_OBJECT).always(silence);
        Outcome.UNAVAILABLE.check(assertTimeoutPreemptively(LIMIT, () -> functions.call("delete", "imageId", id)));
    }

    static Stream<Fault> silences() {
        return Stream.of(stall(), TRICKLE);
    }

    @Test
    void deletionStalls() {
        String location = otherLocation(1);
        world.s3().on(DELETE_OBJECT).always(stall());
        Outcome.UNAVAILABLE.check(
                assertTimeoutPreemptively(LIMIT, () -> functions.call("delete", "location", location)));
        removeOther();
    }

    static Stream<Arguments> silentLocations() {
        return Stream.of(stall(), TRICKLE, trickleBody(Duration.ofMillis(200)))
                .flatMap(silence -> Stream.of(SINGLE, MULTIPART).map(size -> Arguments.of(silence, size)));
    }

    @ParameterizedTest
    @MethodSource("silentLocations")
    void locationIsRead(Fault silence, int size) {
        String location = otherLocation(size);
        world.s3().on(GET_OBJECT).always(silence);
        Outcome.UNAVAILABLE.check(assertTimeoutPreemptively(LIMIT, () -> addFrom(location)));
        removeOther();
    }

    @Test
    void othersAreServedWhileManyHang() {
        String healthy = otherLocation(1)
                .replace("" + world.s3().port(), "" + world.realS3().uri().getPort());
        functions.call("get-size", "location", healthy).ok();
        world.s3().onAny().always(stall());
        String data = Base64.getEncoder().encodeToString(new byte[1024]);
        ExecutorService callers = Executors.newFixedThreadPool(HANGING);
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < HANGING; i++) {
            String other = id + i;
            calls.add(CompletableFuture.supplyAsync(
                    () -> functions.call("add", "imageId", other, "data", data), callers));
        }
        while (world.s3().requests().size() < HANGING) {
            Thread.onSpinWait();
        }

        assertEquals(200, assertTimeoutPreemptively(AT_ONCE, () -> get("/q/health/live")));
        assertTrue(assertTimeoutPreemptively(AT_ONCE, () -> get("/q/health/ready")) > 0);
        assertTimeoutPreemptively(
                AT_ONCE, () -> functions.call("get-size", "location", healthy).ok());
        assertTimeoutPreemptively(
                LIMIT, () -> calls.stream().map(CompletableFuture::join).forEach(Outcome.UNAVAILABLE::check));
        callers.shutdown();
        removeOther();
    }

    private int get(String path) {
        return Functions.fetch(functions.base().resolve(path).toString()).statusCode();
    }
}
