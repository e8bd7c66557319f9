package dev.glint.checker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Counts what happened in a run: a run without calls and faults would find nothing. */
final class Summary {

    private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    /** Adds what happened to one id. */
    void add(List<MadeCall> calls, List<Traffic.Passage> passages) {
        ids.incrementAndGet();
        calls.forEach(call -> count(call.ask().deed() + " " + call.told().outcome()));
        passages.forEach(passage -> count("request, " + passage.trouble()));
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Override
    public String toString() {
        return ids + " ids\n"
                + counts.entrySet().stream()
                        .map(count -> count.getKey() + ": " + count.getValue())
                        .collect(Collectors.joining("\n"));
    }
}
