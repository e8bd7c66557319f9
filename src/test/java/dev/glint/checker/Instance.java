package dev.glint.checker;

import dev.glint.testing.PackagedApplication;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of the application, and its log. */
final class Instance {

    /** Matches the line that each call logs when it ends. */
    private static final Pattern ENDED = Pattern.compile("\\d+ ms, request ([!-~]+?)(:? |:?$)");

    private static final Pattern ID = Pattern.compile("\\bimage-\\d+\\b");
    private static final long PATIENCE_SECONDS = 180;

    private final String name;
    private final Map<String, Integer> endedCalls = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> linesOfIds = new ConcurrentHashMap<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final PackagedApplication application;
    private final Residue.Held heldAtStart;
    private volatile boolean killed;

    Instance(String name, Map<String, String> configuration, String... options) {
        this.name = name;
        this.application = new PackagedApplication(configuration, this::read, options);
        this.heldAtStart = Residue.Held.by(this);
    }

    private void read(String line) {
        Matcher ended = ENDED.matcher(line);
        if (ended.find()) {
            endedCalls.merge(ended.group(1), 1, Integer::sum);
        }
        Matcher id = ID.matcher(line);
        if (id.find()) {
            linesOfIds
                    .computeIfAbsent(id.group(), key -> new ConcurrentLinkedQueue<>())
                    .add(line);
        }
        if (line.contains(" ERROR ")) {
            errors.add(line);
        }
    }

    PackagedApplication application() {
        return application;
    }

    Residue.Held heldAtStart() {
        return heldAtStart;
    }

    /** The number of calls of a request that have ended on this instance. */
    int ended(String requestId) {
        return endedCalls.getOrDefault(requestId, 0);
    }

    /** The lines of the log that name an id. */
    List<String> lines(String id) {
        Queue<String> lines = linesOfIds.get(id);
        return lines == null ? List.of() : List.copyOf(lines);
    }

    Collection<String> errors() {
        return errors;
    }

    void forget(String id, Collection<String> requestIds) {
        linesOfIds.remove(id);
        endedCalls.keySet().removeAll(requestIds);
    }

    boolean isAlive() {
        return application.process().isAlive();
    }

    boolean wasKilled() {
        return killed;
    }

    /** Kills the process, as when a host fails. */
    void kill() throws InterruptedException {
        killed = true;
        application.process().destroyForcibly().waitFor();
    }

    /** Ends the process as an orchestrator does, and fails if it does not end. */
    void stop() throws InterruptedException {
        application.process().destroy();
        if (!application.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end.");
        }
    }

    /** The sum of all values of a metric. */
    double metric(String metric) {
        return application
                .functions()
                .get("q/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.matches(metric + "[{ ].*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public String toString() {
        return name;
    }
}
