package dev.glint.format;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The descriptor of a VMDK, of which every line must be understood. */
final class VmdkText {

    /** QEMU finds it anywhere in the text, also in a comment. */
    static final String TYPE = "createtype=\"";

    private static final Set<String> SUBFORMATS = Set.of("monolithicsparse", "streamoptimized");
    private static final String PARENT = "parentfilenamehint";
    /** No extent, not even one that has other blanks than spaces. */
    private static final Pattern HEADER_FIELD = Pattern.compile("(?!(rw|rdonly|noaccess)\\s)[^ =]*=.*", Pattern.DOTALL);

    private static final Pattern EXTENT = Pattern.compile("(rw|rdonly|noaccess)( .*)?", Pattern.DOTALL);
    /** Of a path, here or on Windows, or of another protocol. */
    private static final Pattern NOT_A_PLAIN_NAME = Pattern.compile("[/\\\\:]");

    private final String text;
    private final List<String> lines;

    /** @param text all of it, each character a byte */
    VmdkText(String text) {
        this.text = text.toLowerCase(Locale.ROOT);
        lines = Arrays.stream(this.text.split("\n"))
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("ddb"))
                .toList();
    }

    /** Whether the data is in the VMDK itself. */
    boolean isSupported() {
        int start = text.indexOf(TYPE);
        int end = text.indexOf('"', start + TYPE.length());
        return isAscii() && start >= 0 && end >= 0 && SUBFORMATS.contains(text.substring(start + TYPE.length(), end));
    }

    Optional<String> danger() {
        if (text.isEmpty() || !isAscii()) {
            return Optional.of("The VMDK descriptor is empty or not ASCII text.");
        }
        if (!isSupported() || text.indexOf(TYPE) != text.lastIndexOf(TYPE)) {
            return Optional.of("The VMDK is not of the one subformat monolithicSparse or streamOptimized.");
        }
        if (text.contains(PARENT)) {
            return Optional.of("The VMDK descriptor names a parent.");
        }
        List<String> extents = lines.stream().filter(VmdkText::isExtent).toList();
        if (lines.stream().anyMatch(line -> !isExtent(line) && !isHeaderField(line))) {
            return Optional.of("The VMDK descriptor has a line of an unknown kind.");
        }
        if (extents.stream().anyMatch(NOT_A_PLAIN_NAME.asPredicate())) {
            return Optional.of("An extent of the VMDK names a path or a device.");
        }
        return extents.isEmpty() ? Optional.of("The VMDK descriptor has no extent.") : Optional.empty();
    }

    private boolean isAscii() {
        return text.chars().allMatch(character -> character <= 0x7F);
    }

    private static boolean isExtent(String line) {
        return EXTENT.matcher(line).matches();
    }

    private static boolean isHeaderField(String line) {
        return HEADER_FIELD.matcher(line).matches();
    }
}
