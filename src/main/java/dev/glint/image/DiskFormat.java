package dev.glint.image;

import java.util.List;
import java.util.OptionalLong;

/**
 * What an image is: Glance's {@code disk_format} and {@code virtual_size}.
 *
 * @param name one of {@link #NAMES}; several, in alphabetical order and separated by commas, if the image matches several
 * @param virtualSize bytes of the disk that a guest sees, if the bytes of the image tell
 */
public record DiskFormat(String name, OptionalLong virtualSize) {

    /** What nothing else is recognised in. */
    public static final String RAW = "raw";
    /** A disk with a partition table, GPT or MBR. */
    public static final String GPT = "gpt";

    /** All formats that are told apart. */
    public static final List<String> NAMES =
            List.of(RAW, "qcow2", "vmdk", "vhd", "vhdx", "vdi", "iso", GPT, "luks", "qed");

    /** Whether the image is what somebody calls by this name. A disk with a partition table is raw as well, as Glance takes it. */
    public boolean isA(String wanted) {
        return name.equals(wanted) || wanted.equals(RAW) && name.equals(GPT);
    }
}
