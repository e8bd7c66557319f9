package dev.glint.checker;

import dev.glint.testing.FaultyExchange;
import dev.glint.testing.S3Operation;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests through the proxies, by id: which are under way, and which fault each of them met. */
final class Traffic {

    private static final Pattern ID = Pattern.compile("\\bimage-\\d+\\b");
    private static final Set<S3Operation> WRITES = EnumSet.of(S3Operation.PUT_OBJECT, S3Operation.COMPLETE_UPLOAD);

    private final Map<String, Queue<Passage>> passages = new ConcurrentHashMap<>();

    /** One request through a proxy. */
    static final class Passage {

        private final LocalTime begin = LocalTime.now();
        private final S3Operation operation;
        private final Trouble trouble;
        private final String target;
        private volatile LocalTime end;

        private Passage(S3Operation operation, Trouble trouble, String target) {
            this.operation = operation;
            this.trouble = trouble;
            this.target = target;
        }

        Trouble trouble() {
            return trouble;
        }

        @Override
        public String toString() {
            return "%s - %s %s %s %s"
                    .formatted(
                            begin,
                            end == null ? "" : end,
                            operation,
                            trouble == Trouble.NONE ? "" : trouble,
                            target.replaceAll("X-Amz-[^&]*&?", ""));
        }
    }

    /** The id in a request; empty if it has none. */
    static String id(String target) {
        Matcher matcher = ID.matcher(target);
        return matcher.find() ? matcher.group() : "";
    }

    Passage begin(String id, FaultyExchange exchange, Trouble trouble) {
        Passage passage = new Passage(exchange.operation(), trouble, exchange.target());
        if (!id.isEmpty()) {
            passages.computeIfAbsent(id, key -> new ConcurrentLinkedQueue<>()).add(passage);
        }
        return passage;
    }

    void end(Passage passage) {
        passage.end = LocalTime.now();
    }

    boolean isQuiet(String id) {
        return of(id).stream().allMatch(passage -> passage.end != null);
    }

    /** Whether a write of an image by any client has not reached S3 yet. */
    boolean isWriting(String id) {
        return of(id).stream().anyMatch(passage -> passage.end == null && WRITES.contains(passage.operation));
    }

    List<Passage> of(String id) {
        Queue<Passage> known = passages.get(id);
        return known == null ? List.of() : List.copyOf(known);
    }

    void forget(String id) {
        passages.remove(id);
    }
}
