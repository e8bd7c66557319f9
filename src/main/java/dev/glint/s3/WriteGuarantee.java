package dev.glint.s3;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the server has shown of {@code If-None-Match: *}, on which rests that exactly one of several writes of an id succeeds.
 * What it has not shown for an operation is not assumed: it may honour the condition of one and not know that of another.
 */
public final class WriteGuarantee {

    /** A write that can have the condition. */
    public enum Operation {
        PUT,
        COMPLETION
    }

    private enum Finding {
        UNKNOWN("not seen yet"),
        HONOURED("honoured, a write of a taken id was refused"),
        REFUSED("not supported, two writes of an id at the same moment can both succeed");

        private final String words;

        Finding(String words) {
            this.words = words;
        }
    }

    private final Map<Operation, Finding> findings =
            new EnumMap<>(Map.of(Operation.PUT, Finding.UNKNOWN, Operation.COMPLETION, Finding.UNKNOWN));

    /** The server refused a write because of its condition. */
    public synchronized void honoured(Operation operation) {
        findings.replace(operation, Finding.UNKNOWN, Finding.HONOURED);
    }

    /** The server refused a write because it does not know conditions. This is final. */
    public synchronized void refused(Operation operation) {
        findings.put(operation, Finding.REFUSED);
    }

    public synchronized boolean isRefused(Operation operation) {
        return findings.get(operation) == Finding.REFUSED;
    }

    @Override
    public synchronized String toString() {
        return "If-None-Match on PUT: " + findings.get(Operation.PUT).words + "; on the completion of uploads: "
                + findings.get(Operation.COMPLETION).words;
    }
}
