package dev.glint.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** All calls with one id and their answers. */
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

    /** Records the begin of a call, before it is sent to an instance. */
    synchronized MadeCall begin(int client, Ask ask, Request request, Instance instance) {
        MadeCall call = new MadeCall(client, ask, request, instance, CLOCK.incrementAndGet());
        calls.add(call);
        return call;
    }

    /** Records the begin of a client's request to S3. */
    MadeCall begin(int client, Ask ask) {
        return begin(client, ask, null, null);
    }

    /** Records the end of a call and its answer. */
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
