package dev.glint.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Everything that was asked of one id, and what was told. */
final class History {

    /** Orders what happens in a run: a call that ended before another one began has the smaller number. */
    private static final AtomicLong CLOCK = new AtomicLong();

    private final String id;
    private final List<MadeCall> calls = new ArrayList<>();

    History(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Begins a call of an instance. It must not be made before. */
    synchronized MadeCall begin(int client, Ask ask, Request request, Instance instance) {
        MadeCall call = new MadeCall(client, ask, request, instance, CLOCK.incrementAndGet());
        calls.add(call);
        return call;
    }

    /** Begins a request of a client to S3 itself. */
    MadeCall begin(int client, Ask ask) {
        return begin(client, ask, null, null);
    }

    /** Ends a call whose answer is there. */
    static Told end(MadeCall call, Told told) {
        call.end(told, CLOCK.incrementAndGet());
        return told;
    }

    synchronized List<MadeCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public String toString() {
        return calls().stream()
                .map(MadeCall::toString)
                .collect(Collectors.joining("\n", "History of " + id + "\n", "\n"));
    }
}
