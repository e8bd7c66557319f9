package dev.glint.sink;

import static dev.glint.testing.EventReceiver.failing;
import static dev.glint.testing.EventReceiver.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Await;
import dev.glint.testing.EventReceiver.Received;
import dev.glint.testing.EventReceiver.Reply;
import dev.glint.testing.Functions;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PackagedApplication;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sink that fails, or a process that ends before the sink was told. */
@Order(2)
class TroubledSinkIT extends SinkSuite {

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 408, 429})
    void deliveryIsRepeatedWhileThatCanHelp(int status) {
        SINK.reply(failing(2, status));
        add(application(), "key", "img").ok();
        List<Received> events = SINK.take();
        assertEquals(3, events.size());
        assertEquals(
                1,
                events.stream().map(event -> event.attribute("id")).distinct().count());
        S3.take("img");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 302, 307})
    void refusedEventFailsTheCallAtOnce(int status) {
        SINK.reply(status(status));
        add(application(), "key", "img").problem(503, "store-unavailable");
        assertEquals(1, SINK.take().size());
        S3.take("img");
    }

    static Stream<Reply> callThatFailedSucceedsLater() {
        return Stream.of(status(503), SINK.hanging(), exchange -> exchange.close());
    }

    @ParameterizedTest
    @MethodSource
    void callThatFailedSucceedsLater(Reply reply) {
        SINK.reply(reply);
        String sentence = add(application(), "key", "img").problem(503, "store-unavailable");
        assertTrue(sentence.contains("Idempotency-Key"), sentence);
        awaitEvent();
        String id = SINK.take().get(0).attribute("id");
        SINK.reply(status(202));
        assertEquals(id, toldAs("added", add(application(), "key", "img").ok()));
        SINK.reply(reply);
        delete(application(), "key", "img").problem(503, "store-unavailable");
        awaitEvent();
        String deletion = SINK.take().get(0).attribute("id");
        assertNotEquals(id, deletion);
        SINK.reply(status(202));
        assertEquals(
                deletion, toldAs("deleted", delete(application(), "key", "img").ok()));
        delete(application(), "key", "img").problem(404, "not-found");
        assertEquals(0, SINK.count());
    }

    /** The application may give up before the sink has read what it got. */
    private static void awaitEvent() {
        Await.until(() -> SINK.count() > 0, "the sink is not told");
    }

    /** The id of one event. The sink may read the last attempt of the call before only now; it says the same. */
    private static String toldAs(String type, Answer answer) {
        List<Received> events = SINK.take();
        for (Received event : events) {
            assertEvent(type, answer.text("imageId"), event);
            assertEquals(answer.json(), Functions.parse(event.body()));
            assertEquals(events.get(0).attribute("id"), event.attribute("id"));
        }
        return events.get(0).attribute("id");
    }

    /** The other call says what is true, and tells what has not been told. */
    @Test
    void otherCallTellsOfAnEarlierDeletion() {
        add(application(), "key", "img").ok();
        SINK.take();
        SINK.reply(status(400));
        delete(application(), "first", "img").problem(503, "store-unavailable");
        String id = SINK.take().get(0).attribute("id");
        SINK.reply(status(202));
        delete(application(), "second", "img").problem(404, "not-found");
        List<Received> events = SINK.take();
        assertEquals(1, events.size());
        assertEquals(id, events.get(0).attribute("id"));
    }

    /** The image of the earlier deletion has a successor by now. */
    @Test
    void laterDeletionTellsOfAnEarlierOneToo() {
        SINK.reply(status(400));
        add(application(), "key", "img").problem(503, "store-unavailable");
        delete(application(), "first", "img").problem(503, "store-unavailable");
        add(application(), "other", "img").problem(503, "store-unavailable");
        List<Received> untold = SINK.take();
        SINK.reply(status(202));
        delete(application(), "second", "img").ok();
        List<Received> told = SINK.take();
        assertEquals(2, told.size());
        assertEquals(untold.get(1).attribute("id"), told.get(0).attribute("id"));
        assertNotEquals(untold.get(1).attribute("id"), told.get(1).attribute("id"));
    }

    @RepeatedTest(5)
    void deletionsAtTheSameTimeLeaveNoNote() {
        add(application(), "key", "img").ok();
        SINK.take();
        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(call -> delete(application(), "call-" + call, "img").status())
                .toList();
        assertTrue(statuses.contains(200), statuses::toString);
        assertTrue(List.of(200, 404, 503).containsAll(statuses), statuses::toString);
        List<Received> events = SINK.take();
        assertFalse(events.isEmpty());
        events.forEach(event -> assertEvent("deleted", "img", event));
    }

    @Test
    void deletionOfAKilledProcessIsTold() throws Exception {
        try (PackagedApplication killed = start(Map.of("glint.events.sink", SINK.uri()), Map.of())) {
            add(killed, "key", "img").ok();
            SINK.take();
            SINK.reply(SINK.hanging());
            CompletableFuture.runAsync(() -> delete(killed, "gone", "img"));
            Await.until(() -> SINK.count() == 1, "the sink is not told");
            killed.process().destroyForcibly().waitFor();
        }
        String id = SINK.take().get(0).attribute("id");
        SINK.reply(status(202));
        assertEquals(
                id,
                assertTold("deleted", delete(application(), "gone", "img").ok()).attribute("id"));
    }

    @Test
    void nobodyReadsWhatTheSinkSendsBack() {
        SINK.reply(exchange -> {
            exchange.getResponseHeaders().set("ce-type", "dev.glint.image.delete");
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[1 << 20];
            while (true) {
                exchange.getResponseBody().write(some);
            }
        });
        assertTold("added", add(application(), "key", "img").ok());
        S3.take("img");
    }
}
