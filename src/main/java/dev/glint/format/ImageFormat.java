package dev.glint.format;

import dev.glint.image.DiskFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an image is.
 *
 * @param name {@code raw}, {@code qcow2}, {@code vmdk}, {@code vhd}, {@code vhdx}, {@code vdi}, {@code qed}, {@code iso},
 *     {@code gpt} (a plain MBR too) or {@code luks}. Several, in alphabetical order and separated by commas, if the image matches
 *     several; it is unsafe then
 * @param virtualSize bytes of the disk that a guest sees, if the bytes of the image tell
 * @param danger one sentence that says why the image is unsafe, without any byte of it; empty if it is safe
 */
public record ImageFormat(String name, OptionalLong virtualSize, Optional<String> danger) {

    /** Whether it is safe to boot or convert the image. */
    public boolean safe() {
        return danger.isEmpty();
    }

    /** The same without what makes it unsafe. */
    public DiskFormat diskFormat() {
        return new DiskFormat(name, virtualSize);
    }

    ImageFormat withoutSize() {
        return new ImageFormat(name, OptionalLong.empty(), danger);
    }

    static ImageFormat of(List<Candidate> matches, long size) {
        if (matches.isEmpty()) {
            return new ImageFormat(DiskFormat.RAW, OptionalLong.of(size), Optional.empty());
        }
        if (matches.size() == 1) {
            Candidate match = matches.get(0);
            return new ImageFormat(match.name(), match.virtualSize(size), match.danger());
        }
        List<String> names = matches.stream().map(Candidate::name).sorted().toList();
        // A bootable ISO often carries a partition table. Glance takes it for an ISO.
        if (names.equals(List.of(Gpt.NAME, Iso.NAME))) {
            return of(matches.stream().filter(Iso.class::isInstance).toList(), size);
        }
        String sentence = "The image matches several formats at once: " + String.join(" and ", names) + ".";
        return new ImageFormat(String.join(",", names), OptionalLong.empty(), Optional.of(sentence));
    }
}
