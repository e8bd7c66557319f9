package dev.glint.format;

import static dev.glint.format.ComposedImages.ascii;
import static dev.glint.format.ComposedImages.big;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The images of published attacks, made from their descriptions. Each would make QEMU read a file of the host. */
class PublishedAttacksTest {

    private static final byte[] SECRET = ascii("/etc/passwd");
    private static final int EXTERNAL_DATA_FILE_NAME = 0x44415441;

    private static void assertDanger(String format, String danger, byte[] image) {
        ImageFormat found = Feeding.whole(image);
        assertEquals(format, found.name());
        assertEquals(Optional.of(danger), found.danger());
        assertEquals(found, Feeding.ranges(image));
    }

    /** CVE-2015-5163, CVE-2024-44082: a qcow2 image with a backing file of the host. */
    @Test
    void backingFileIsFound() {
        ByteBuffer image =
                ByteBuffer.wrap(ComposedImages.qcow2(3)).putLong(8, 112).putInt(16, SECRET.length);
        assertDanger(
                "qcow2",
                "The qcow2 header names a backing file.",
                image.put(112, SECRET).array());
    }

    /** The same, no longer than need be: QEMU reads zeros after the end, which are a disk that is all in the backing file. */
    @Test
    void backingFileOfAnImageShorterThanASectorIsFound() {
        ByteBuffer image = ByteBuffer.wrap(Arrays.copyOf(ComposedImages.qcow2(2), 72 + SECRET.length));
        image.putLong(8, 72).putInt(16, SECRET.length).put(72, SECRET);
        assertDanger("qcow2", "The qcow2 header names a backing file.", image.array());
    }

    /** CVE-2024-32498: a qcow2 image whose data is a file of the host. */
    @Test
    void externalDataFileIsFound() {
        ByteBuffer image =
                ByteBuffer.wrap(ComposedImages.qcow2(3)).putLong(72, 4).putInt(100, 104);
        image.putInt(104, EXTERNAL_DATA_FILE_NAME).putInt(108, SECRET.length).put(112, SECRET);
        assertDanger("qcow2", "The qcow2 header says that the data is in another file.", image.array());
    }

    /** CVE-2022-47951: a VMDK descriptor with an extent of the host. */
    @Test
    void descriptorOfAFlatVmdkIsFound() {
        String text = ComposedVmdk.descriptor("monolithicFlat", "RW 4 FLAT \"/etc/passwd\" 0");
        String danger = "The VMDK descriptor is alone: its extents are in other files.";
        assertDanger("vmdk", danger, ascii(text));
        assertDanger("vmdk", danger, Arrays.copyOf(ascii(text), 1024));
        assertDanger("vmdk", danger, ascii("#" + "x".repeat(100_000) + "\n" + text));
        assertDanger(
                "vmdk", danger, ascii("#" + "x".repeat(592 - 8) + "\n" + text.substring(text.indexOf("createType"))));
    }

    /** The same in an image that has a header, with a path or a device. */
    @Test
    void extentOfTheHostInASparseVmdkIsFound() {
        for (String name : new String[] {"/etc/passwd", "/dev/sda", "\\\\\\\\.\\\\PhysicalDrive0"}) {
            String danger = "An extent of the VMDK names a path or a device.";
            assertDanger("vmdk", danger, EditedImage.of("vmdk", "replace disk.vmdk => " + name));
        }
    }

    @Test
    void parentOfASparseVmdkIsFound() {
        String edit = "replace # Extent => parentFileNameHint=\"/etc/passwd\"\\n# Extent";
        assertDanger("vmdk", "The VMDK descriptor names a parent.", EditedImage.of("vmdk", edit));
    }

    @Test
    void endlessDescriptorIsRefused() {
        byte[] image = EditedImage.of("vmdk", "36=ffffffffffffffff ; grow 0x200000");
        Arrays.fill(image, 512, image.length, (byte) '#');
        assertDanger("vmdk", "The VMDK descriptor is longer than 32 KiB.", image);
    }

    /** A head of qcow2 in the 32 KiB of an ISO that belong to nobody: declared as ISO, probed as qcow2. */
    @Test
    void imageOfTwoFormatsIsFound() {
        byte[] image = EditedImage.of("iso", "head qcow2 1024 ; 8=0000000000000070");
        assertDanger("iso,qcow2", "The image matches several formats at once: iso and qcow2.", image);
    }

    /** CVE-2024-40767: declared as raw, probed as what it is. */
    @Test
    void qedWithABackingFileIsFound() {
        ByteBuffer image = big(1024).put(ascii("QED\0")).put(16, (byte) 1);
        assertDanger("qed", "The image is a QED image, and no QED image is taken for safe.", image.array());
    }
}
