package dev.glint.format;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All formats that are told from {@code raw}. */
final class Formats {

    private static final List<Function<Head, Optional<Candidate>>> ALL = List.of(
            Gpt::of,
            Iso::of,
            Luks::of,
            Qcow2::of,
            Qed::of,
            Vdi::of,
            Vhd::of,
            Vhdx::of,
            VmdkSparse::of,
            VmdkDescriptorFile::of);

    private Formats() {}

    /** The formats that an image with this head may have. */
    static List<Candidate> of(Head head) {
        return ALL.stream().flatMap(format -> format.apply(head).stream()).toList();
    }
}
