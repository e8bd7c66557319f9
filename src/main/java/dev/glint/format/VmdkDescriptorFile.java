package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A VMDK whose data is in the files that it names, or that may name a parent and is of a kind too old to matter (COWD). Neither is
 * safe, whatever the names. The descriptor is known by its type, which QEMU finds anywhere before the first zero byte.
 */
final class VmdkDescriptorFile extends Candidate {

    private static final String OLD_MAGIC = "COWD";
    /** QEMU reads no more of it. */
    private static final long LONGEST = (1 << 20) - 1;

    /** What could be the beginning of what is looked for. */
    private String last = "";

    private boolean found;

    private VmdkDescriptorFile() {
        super(VmdkSparse.NAME);
    }

    static Optional<Candidate> of(Head head) {
        if (head.startsWith(VmdkSparse.MAGIC)) {
            return Optional.empty();
        }
        VmdkDescriptorFile file = new VmdkDescriptorFile();
        if (head.startsWith(OLD_MAGIC) && head.has(Head.SECTOR + 1)) {
            file.found("The VMDK is of the old kind COWD, which can name a parent.");
        } else {
            file.wantText(0);
        }
        return Optional.of(file);
    }

    private void wantText(long from) {
        if (from < LONGEST) {
            want(from, Head.SECTOR, bytes -> search(bytes, from + Head.SECTOR));
        }
    }

    private void search(ByteBuffer bytes, long next) {
        String part = last + StandardCharsets.ISO_8859_1.decode(bytes);
        int zero = part.indexOf('\0');
        String text = (zero < 0 ? part : part.substring(0, zero)).toLowerCase(Locale.ROOT);
        if (text.contains(VmdkText.TYPE)) {
            found("The VMDK descriptor is alone: its extents are in other files.");
        } else if (zero < 0) {
            last = text.substring(Math.max(0, text.length() - VmdkText.TYPE.length() + 1));
            wantText(next);
        }
    }

    private void found(String danger) {
        found = true;
        refuse(danger);
    }

    @Override
    boolean matches() {
        return found;
    }

    @Override
    void end(ByteBuffer part) {
        search(part, Long.MAX_VALUE);
    }

    @Override
    OptionalLong virtualSize(long imageSize) {
        return OptionalLong.empty();
    }
}
