package dev.glint.checker;

import static dev.glint.checker.Told.Outcome.ABSENT;
import static dev.glint.checker.Told.Outcome.DONE;
import static dev.glint.checker.Told.Outcome.FAILED;
import static dev.glint.checker.Told.Outcome.REFUSED;
import static dev.glint.checker.Told.Outcome.SILENCE;
import static dev.glint.checker.Told.Outcome.TAKEN;
import static dev.glint.checker.Told.Outcome.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.checker.Ask.Deed;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Made-up histories: possible ones are accepted, and one impossible history of each kind is found. */
class LinearizationTest {

    private static final Content RED = new Content(1, 100);
    private static final Content RED_AS_WELL = new Content(3, 100);
    private static final Content BLUE = new Content(2, 100);

    private static final Ask ADD_RED = Ask.add("red", RED);
    private static final Ask ADD_RED_AS_WELL = Ask.add("red", RED_AS_WELL);
    private static final Ask ADD_BLUE = Ask.add("blue", BLUE);
    private static final Ask PUT_RED = Ask.upload(Deed.PUT, "red", RED);
    private static final Ask PUT_BLUE = Ask.upload(Deed.PUT, "blue", BLUE);
    private static final Ask FINISH_RED = Ask.upload(Deed.FINISH, "red", RED);
    private static final Ask FINISH_RED_WRONG = FINISH_RED.unsound();
    private static final Ask ADOPT = Ask.of(Deed.ADOPT);
    private static final Ask DELETE = Ask.of(Deed.DELETE);
    private static final Ask LOOK = Ask.of(Deed.LOOK);
    private static final Ask OFFER = Ask.of(Deed.OFFER);

    private static Told saw(Content content) {
        return new Told(DONE, content.size(), content.checksum(), null, "");
    }

    static List<Story> truths() {
        return List.of(
                Story.of("nothing was asked").endsWithNothing(),
                Story.of("told stored, is there").call(1, 2, ADD_RED, DONE).ends(RED),
                Story.of("told failed, is not there")
                        .call(1, 2, ADD_RED, FAILED)
                        .endsWithNothing(),
                Story.of("not known, is there").call(1, 2, ADD_RED, UNKNOWN).ends(RED),
                Story.of("not known, is not there").call(1, 2, ADD_RED, UNKNOWN).endsWithNothing(),
                Story.of("no answer, acts after another was told stored and deleted it")
                        .call(1, 2, ADD_RED, SILENCE)
                        .call(3, 4, ADD_BLUE, DONE)
                        .call(5, 6, DELETE, DONE)
                        .ends(RED),
                Story.of("a PUT whose answer was lost, and again")
                        .call(1, 2, PUT_RED, SILENCE)
                        .call(3, 4, PUT_RED, TAKEN)
                        .ends(RED),
                Story.of("one winner")
                        .call(1, 4, ADD_RED, DONE)
                        .call(2, 3, ADD_BLUE, TAKEN)
                        .ends(RED),
                Story.of("two winners, one after the other")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, DELETE, DONE)
                        .call(5, 6, ADD_BLUE, DONE)
                        .ends(BLUE),
                Story.of("the same request twice")
                        .call(1, 4, ADD_RED, DONE)
                        .call(2, 3, ADD_RED, DONE)
                        .ends(RED),
                Story.of("the same request with other bytes, one of them not read")
                        .call(1, 4, ADD_RED, saw(RED_AS_WELL))
                        .call(2, 3, ADD_RED_AS_WELL, DONE)
                        .ends(RED_AS_WELL),
                Story.of("a look while it is stored")
                        .call(1, 4, ADD_RED, DONE)
                        .call(2, 3, LOOK, ABSENT)
                        .ends(RED),
                Story.of("two deletes of one image")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 6, DELETE, DONE)
                        .call(4, 5, DELETE, DONE)
                        .endsWithNothing(),
                Story.of("a slow delete hits what came later")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 8, DELETE, DONE)
                        .call(4, 5, DELETE, DONE)
                        .call(6, 7, ADD_BLUE, DONE)
                        .endsWithNothing(),
                Story.of("deleted while a write is repeated")
                        .call(1, 4, ADD_RED, DONE)
                        .call(2, 3, DELETE, DONE)
                        .ends(RED),
                Story.of("a wrong finisher removes what it made, which was seen")
                        .call(1, 4, FINISH_RED_WRONG, REFUSED)
                        .call(2, 3, LOOK, saw(RED))
                        .endsWithNothing(),
                Story.of("a wrong finisher leaves what another was told is stored")
                        .call(1, 2, FINISH_RED, DONE)
                        .call(3, 4, FINISH_RED_WRONG, REFUSED)
                        .ends(RED),
                Story.of("an uploaded image is adopted")
                        .call(1, 2, OFFER, DONE)
                        .call(3, 4, PUT_RED, DONE)
                        .call(5, 6, ADOPT, saw(RED))
                        .ends(RED));
    }

    static List<Story> lies() {
        return List.of(
                Story.of("told stored, is not there").call(1, 2, ADD_RED, DONE).endsWithNothing(),
                Story.of("told stored, other bytes are there")
                        .call(1, 2, ADD_RED, DONE)
                        .ends(BLUE),
                Story.of("other bytes are told").call(1, 2, ADD_RED, saw(BLUE)).ends(RED),
                Story.of("told failed, is there").call(1, 2, ADD_RED, FAILED).ends(RED),
                Story.of("told refused, is there").call(1, 2, ADD_RED, REFUSED).ends(RED),
                Story.of("not known, bytes of nobody are there")
                        .call(1, 2, ADD_RED, UNKNOWN)
                        .ends(BLUE),
                Story.of("two winners")
                        .call(1, 3, ADD_RED, DONE)
                        .call(2, 4, ADD_BLUE, DONE)
                        .ends(BLUE),
                Story.of("two winners, deleted before")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, DELETE, DONE)
                        .call(5, 7, ADD_RED, DONE)
                        .call(6, 8, ADD_BLUE, DONE)
                        .ends(BLUE),
                Story.of("replaced by a call that was told nothing")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, ADD_BLUE, SILENCE)
                        .ends(BLUE),
                Story.of("replaced by a client's upload")
                        .call(1, 2, PUT_RED, DONE)
                        .call(3, 4, PUT_BLUE, DONE)
                        .ends(BLUE),
                Story.of("told taken, but nobody had it")
                        .call(1, 2, ADD_RED, TAKEN)
                        .endsWithNothing(),
                Story.of("told taken, and is there").call(1, 2, ADD_RED, TAKEN).ends(RED),
                Story.of("its own request is told taken")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, ADD_RED, TAKEN)
                        .ends(RED),
                Story.of("stored, then not to be seen")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, LOOK, ABSENT)
                        .ends(RED),
                Story.of("other bytes are read")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, LOOK, saw(BLUE))
                        .ends(RED),
                Story.of("told deleted, is there")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, DELETE, DONE)
                        .ends(RED),
                Story.of("deleted, though there was nothing")
                        .call(1, 2, DELETE, DONE)
                        .endsWithNothing(),
                Story.of("nothing to delete, though it is there")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, DELETE, ABSENT)
                        .ends(RED),
                Story.of("an upload of a taken id is offered")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, OFFER, DONE)
                        .ends(RED),
                Story.of("an upload of a free id is refused")
                        .call(1, 2, OFFER, TAKEN)
                        .endsWithNothing(),
                Story.of("what nobody uploaded is adopted")
                        .call(1, 2, ADD_RED, DONE)
                        .call(3, 4, ADOPT, saw(RED))
                        .ends(RED),
                Story.of("a wrong finisher removes what another was told is stored")
                        .call(1, 2, FINISH_RED, DONE)
                        .call(3, 4, FINISH_RED_WRONG, REFUSED)
                        .endsWithNothing(),
                Story.of("a wrong finisher leaves what it made")
                        .call(1, 2, FINISH_RED_WRONG, REFUSED)
                        .ends(RED));
    }

    @ParameterizedTest
    @MethodSource("truths")
    void possibleHistoriesAreBelieved(Story story) {
        assertEquals(
                "", Linearization.contradiction(story.calls(), story.found()).orElse(""));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void impossibleHistoriesAreFound(Story story) {
        assertEquals(
                true, Linearization.contradiction(story.calls(), story.found()).isPresent());
    }
}
