package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Events;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.Events.Reply;
import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import dev.glint.testing.Settings;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of the functions by events. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class EventsTest {

    private static final String IMG = "{\"imageId\": \"img\"}";
    private static final String ADD_IMG = "{\"imageId\": \"img\", \"data\": \"AAEC\"}";

    private final Functions functions = Functions.ofTest();
    private final String sourceUrl = Settings.get("test.source.url");

    @AfterEach
    void nothingIsLeft() {
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.assertEmptyAndClean();
        }
    }

    @ParameterizedTest
    @EnumSource
    void repliesHaveTheAnswersOfTheFunctions(Mode mode) {
        Events events = events(mode);
        Reply added = events.deliver("1", "dev.glint.image.add", ADD_IMG).isEvent(mode, "dev.glint.image.added", "img");
        assertEquals(
                functions.call("get-size", "imageId", "img").text("location"),
                added.data().path("location").asText());
        assertEquals(3, added.data().path("size").asInt());
        assertEquals(128, added.data().path("hash").asText().length());

        Reply size = events.deliver("2", "dev.glint.image.get-size", IMG).isEvent(mode, "dev.glint.image.size", "img");
        assertEquals(functions.call("get-size", "imageId", "img").json(), size.data());

        Reply presigned = events.deliver("3", "dev.glint.image.get-presigned", IMG)
                .isEvent(mode, "dev.glint.image.presigned", "img");
        assertEquals(200, Functions.fetch(presigned.data().path("url").asText()).statusCode());
        assertFalse(presigned.data().has("imageId"));

        Reply deleted =
                events.deliver("4", "dev.glint.image.delete", IMG).isEvent(mode, "dev.glint.image.deleted", "img");
        assertTrue(deleted.data().path("deleted").asBoolean());
    }

    @ParameterizedTest
    @EnumSource
    void repeatedEventHasOneEffect(Mode mode) {
        Reply first = events(mode).deliver("again", "dev.glint.image.add", ADD_IMG);
        Reply second = events(mode).deliver("again", "dev.glint.image.add", ADD_IMG);
        second.isEvent(mode, "dev.glint.image.added", "img");
        assertEquals(first.data(), second.data());
        assertEquals(first.attribute("id"), second.attribute("id"));
        events(mode).deliver("another", "dev.glint.image.add", ADD_IMG).isFailure(412, false);

        Reply deleted = events(mode).deliver("gone", "dev.glint.image.delete", IMG);
        assertTrue(deleted.data().path("deleted").asBoolean(false));
        Reply again = events(mode).deliver("gone", "dev.glint.image.delete", IMG);
        again.isEvent(mode, "dev.glint.image.deleted", "img");
        assertFalse(again.data().path("deleted").asBoolean(true));
        assertNotEquals(deleted.attribute("id"), first.attribute("id"));
    }

    /** The size is smaller than a part in one mode and larger in the other, so the image is written with one PUT or in parts. */
    @ParameterizedTest
    @EnumSource
    void concurrentRepetitionsHaveOneEffect(Mode mode) {
        int size = mode == Mode.BINARY ? 1_000_000 : 9_000_000;
        String data = "{\"imageId\": \"img\", \"source\": \"" + sourceUrl + "/bytes/" + size + "\"}";
        List<CompletableFuture<Reply>> deliveries = IntStream.range(0, 4)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> events(mode).deliver("same", "dev.glint.image.add", data)))
                .toList();
        List<Reply> replies = deliveries.stream().map(CompletableFuture::join).toList();
        for (Reply reply : replies) {
            reply.isEvent(mode, "dev.glint.image.added", "img");
            assertEquals(replies.get(0).data(), reply.data());
        }
        functions.call("delete", "imageId", "img").ok();
    }

    /** Both modes deliver the same event. */
    @ParameterizedTest
    @EnumSource
    void sameEventInTheOtherModeIsTheSameRequest(Mode mode) {
        Mode other = mode == Mode.BINARY ? Mode.STRUCTURED : Mode.BINARY;
        events(mode).deliver("either", "dev.glint.image.add", ADD_IMG).isEvent(mode, "dev.glint.image.added", "img");
        events(other).deliver("either", "dev.glint.image.add", ADD_IMG).isEvent(other, "dev.glint.image.added", "img");
        functions.call("delete", "imageId", "img").ok();
    }

    private Events events(Mode mode) {
        return new Events(functions.base().resolve("/"), mode);
    }
}
