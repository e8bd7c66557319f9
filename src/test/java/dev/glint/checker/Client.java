package dev.glint.checker;

import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Told.Outcome;
import java.util.Random;

/** One of the clients that act at the same time: how it makes a call, and keeps what it was told. */
final class Client {

    private static final double HANGS_UP = 0.06;
    private static final int LONGEST_WAIT_MILLIS = 400;

    private final int number;
    private final World world;
    private final Violations violations;
    private final Random random;
    private int count;

    Client(int number, World world, Violations violations, long seed) {
        this.number = number;
        this.world = world;
        this.violations = violations;
        this.random = new Random(seed * 31 + number);
    }

    Random random() {
        return random;
    }

    World world() {
        return world;
    }

    /** A key that no request had before. */
    String newKey() {
        return "client" + number + "-" + ++count;
    }

    /** Bytes that no image had before. */
    Content newContent(int size) {
        return new Content(number * 10_000_000 + ++count, size);
    }

    /** Calls an instance, whichever it is. Now and then the client does not wait for the answer. */
    Told call(Subject subject, Ask ask, Request request) throws InterruptedException {
        Instance instance = world.instances().pick(random);
        MadeCall call = subject.history().begin(number, ask, request, instance);
        // The log cannot name an event whose client leaves before the instance has read it.
        boolean hangsUp = random.nextDouble() < HANGS_UP && request.form() != Request.Form.STRUCTURED_EVENT;
        Told told = hangsUp
                ? Http.hangUp(instance, request, random.nextInt(LONGEST_WAIT_MILLIS))
                : Http.call(instance, request);
        if (told.outcome() == Outcome.FAILED && world.traffic().isWriting(subject.id())) {
            told = told.unknown();
        }
        if (told.outcome() == Outcome.DONE && !isTrue(ask, request, told)) {
            told = Told.of(Outcome.WRONG, told.words());
        }
        History.end(call, told);
        if (told.outcome() == Outcome.WRONG) {
            violations.add("This answer must never be.\n" + call + "\n" + subject.history());
        }
        return told;
    }

    /** Keeps what a client was told by S3 itself. */
    MadeCall begin(Subject subject, Ask ask) {
        return subject.history().begin(number, ask);
    }

    /**
     * Whether a success can be one, and tells of the bytes that were to be stored. Of a source that another call of the same
     * request made needless, nothing is known: it has not been read.
     */
    private static boolean isTrue(Ask ask, Request request, Told told) {
        boolean isRead = ask.deed() == Deed.FINISH
                || ask.deed() == Deed.ADD && request.fields().has("data");
        return ask.sound() && (!isRead || told.fits(ask.image()));
    }
}
