package dev.glint.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports from one to another, both included. */
record PortRange(int first, int last) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int LAST_PORT = 65535;

    /** Reads {@code 443} or {@code 8000-8999}; empty if it is neither. */
    static Optional<PortRange> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first >= 1 && first <= last && last <= LAST_PORT
                ? Optional.of(new PortRange(first, last))
                : Optional.empty();
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }
}
