package dev.glint.checker;

import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Told.Outcome;
import java.util.Random;

/** One of the concurrent clients: it makes calls and records the answers. */
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

    /** A new, unused key of a request. */
    String newKey() {
        return "client" + number + "-" + ++count;
    }

    /** Bytes that no other image has. */
    Content newContent(int size) {
        return new Content(number * 10_000_000 + ++count, size);
    }

    /** Calls any of the instances. Now and then the client does not wait for the answer. */
    Told call(Subject subject, Ask ask, Request request) throws InterruptedException {
        Instance instance = world.instances().pick(random);
        MadeCall call = subject.history().begin(number, ask, request, instance);
        // If the client leaves before the instance has read the event, the log cannot name it.
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

    /** Records the begin of a request of the client to S3. */
    MadeCall begin(Subject subject, Ask ask) {
        return subject.history().begin(number, ask);
    }

    /**
     * Whether a success is true: the call may succeed, and the answer fits the bytes of the call. The bytes of a source are not
     * compared, as an earlier call of the same request may have stored the image, so that the source was not read.
     */
    private static boolean isTrue(Ask ask, Request request, Told told) {
        boolean isRead = ask.deed() == Deed.FINISH
                || ask.deed() == Deed.ADD && request.fields().has("data");
        return ask.sound() && (!isRead || told.fits(ask.image()));
    }
}
