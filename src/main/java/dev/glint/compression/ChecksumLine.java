package dev.glint.compression;

import dev.glint.image.HashAlgorithm;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a list of checksums, as {@code sha256sum} writes it, or with a tag as {@code cksum}, the tools of BSD and OpenSSL do.
 *
 * @param algorithm empty if it is neither SHA-256 nor SHA-512
 * @param hex the digest in lower case
 * @param name of the file, perhaps with directories
 * @see <a href="https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html">GNU Coreutils, md5sum</a>
 */
record ChecksumLine(Optional<HashAlgorithm> algorithm, String hex, String name) {

    private static final Pattern UNTAGGED = Pattern.compile("([0-9A-Fa-f]{32,128})[ \t][ *]?(.+)", Pattern.DOTALL);
    private static final Pattern TAGGED =
            Pattern.compile("([A-Za-z0-9/-]+) ?\\((.+)\\) ?= ?([0-9A-Fa-f]+)", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("SHA(?:-|2-)?(256|512)", Pattern.CASE_INSENSITIVE);

    /** Reads a line; empty if it is another one, such as a comment. */
    static Optional<ChecksumLine> parse(String line) {
        String text = line.stripLeading();
        boolean isEscaped = text.startsWith("\\");
        return parsePlain(isEscaped ? text.substring(1) : text)
                .map(found -> isEscaped ? found.withName(unescaped(found.name)) : found);
    }

    private static Optional<ChecksumLine> parsePlain(String text) {
        Matcher untagged = UNTAGGED.matcher(text);
        if (untagged.matches()) {
            String digest = untagged.group(1);
            return Optional.of(of(4 * digest.length(), digest, untagged.group(2)));
        }
        Matcher tagged = TAGGED.matcher(text);
        if (tagged.matches()) {
            Matcher tag = TAG.matcher(tagged.group(1));
            int bits = tag.matches() ? Integer.parseInt(tag.group(1)) : 0;
            return Optional.of(of(bits, tagged.group(3), tagged.group(2)));
        }
        return Optional.empty();
    }

    private static ChecksumLine of(int bits, String hex, String name) {
        Optional<HashAlgorithm> algorithm =
                HashAlgorithm.parse("sha" + bits).filter(known -> known.hexLength() == hex.length());
        return new ChecksumLine(algorithm, hex.toLowerCase(Locale.ROOT), name);
    }

    private ChecksumLine withName(String other) {
        return new ChecksumLine(algorithm, hex, other);
    }

    private static String unescaped(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean isEscape = name.charAt(i) == '\\' && i + 1 < name.length();
            char next = isEscape ? name.charAt(++i) : name.charAt(i);
            plain.append(
                    switch (isEscape ? next : 0) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> next;
                    });
        }
        return plain.toString();
    }

    /**
     * Whether it is about the file of a URL: its name is the last segment of the path, or, if it has directories, so many of the last
     * segments.
     *
     * @param path with a slash at its start, percent-decoded
     */
    boolean isAbout(String path) {
        return path.endsWith("/" + (name.startsWith("./") ? name.substring(2) : name));
    }
}
