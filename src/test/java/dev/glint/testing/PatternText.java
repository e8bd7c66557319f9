package dev.glint.testing;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random texts that a regular expression matches. It knows what the OpenAPI document uses: characters, classes, groups, alternatives
 * and counts. It ignores lookaheads, so that not each text matches.
 */
final class PatternText {

    private static final int USUAL_MOST = 6;
    private static final String ALPHABET = "abzAZ09 ._~-/+=:@é💿";

    private final String pattern;
    private final Random random;
    private final int least;
    private final int most;
    private int at;

    private PatternText(String pattern, Random random, int least, int most) {
        this.pattern = pattern;
        this.random = random;
        this.least = least;
        this.most = most;
    }

    /** A text; {@code least} and {@code most} bound what can be repeated without a bound of its own. */
    static String of(String pattern, Random random, int least, int most) {
        return new PatternText(pattern, random, least, Math.max(least, most)).alternatives();
    }

    /** Reads all alternatives, and keeps one of them. */
    private String alternatives() {
        String chosen = sequence();
        for (int count = 2; at < pattern.length() && pattern.charAt(at) == '|'; count++) {
            at++;
            String other = sequence();
            chosen = random.nextInt(count) == 0 ? other : chosen;
        }
        return chosen;
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
            int start = at;
            String piece = piece();
            int end = at;
            int count = count();
            int afterCount = at;
            for (int i = 0; i < count; i++) {
                at = start;
                text.append(i == 0 ? piece : piece());
            }
            at = Math.max(end, afterCount);
        }
        return text.toString();
    }

    private String piece() {
        char first = pattern.charAt(at++);
        switch (first) {
            case '^', '$':
                return "";
            case '[':
                return oneOf(charactersOfClass());
            case '(':
                boolean isLookahead = pattern.startsWith("?", at);
                String group = alternatives();
                at++;
                return isLookahead ? "" : group;
            case '\\':
                char escaped = pattern.charAt(at++);
                return escaped == 'S' ? "s" : String.valueOf(escaped);
            default:
                return String.valueOf(first);
        }
    }

    private String oneOf(List<Integer> characters) {
        return Character.toString(characters.get(random.nextInt(characters.size())));
    }

    /** Of a class that excludes characters, those of the alphabet that are left. */
    private List<Integer> charactersOfClass() {
        boolean excludes = pattern.charAt(at) == '^';
        at += excludes ? 1 : 0;
        StringBuilder listed = new StringBuilder();
        while (pattern.charAt(at) != ']') {
            int from = classCharacter();
            boolean isRange = pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
            at += isRange ? 1 : 0;
            int to = isRange ? classCharacter() : from;
            IntStream.rangeClosed(from, to).forEach(listed::appendCodePoint);
        }
        at++;
        IntStream characters = excludes
                ? ALPHABET.codePoints().filter(character -> listed.indexOf(Character.toString(character)) < 0)
                : listed.codePoints();
        return characters.boxed().toList();
    }

    private int classCharacter() {
        char first = pattern.charAt(at++);
        if (first != '\\') {
            return first;
        }
        char escaped = pattern.charAt(at++);
        if (escaped != 'u') {
            return escaped;
        }
        at += 4;
        return Integer.parseInt(pattern.substring(at - 4, at), 16);
    }

    private int count() {
        if (at == pattern.length()) {
            return 1;
        }
        switch (pattern.charAt(at)) {
            case '?':
                at++;
                return random.nextInt(2);
            case '*':
                at++;
                return between(least, most);
            case '+':
                at++;
                return between(1, USUAL_MOST);
            case '{':
                String[] bounds =
                        pattern.substring(at + 1, pattern.indexOf('}', at)).split(",");
                at = pattern.indexOf('}', at) + 1;
                return between(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]));
            default:
                return 1;
        }
    }

    private int between(int from, int to) {
        return from + random.nextInt(Math.max(0, to - from) + 1);
    }
}
