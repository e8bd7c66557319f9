package dev.glint.format;

import static dev.glint.format.ComposedImages.ascii;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that OpenStack's inspector lets pass, and that QEMU reads another file for: why ours is stricter. */
@Tag("qemu")
class QemuAttacksTest {

    private static final byte[] SECRET = Arrays.copyOf(ascii("secret"), 512);

    private static final String VERSION = "version=1\n";

    @TempDir
    Path directory;

    enum Attack {
        SHORT_QCOW2,
        PADDED_DESCRIPTOR,
        DESCRIPTOR_NOT_IN_ASCII,
        DESCRIPTOR_AFTER_COMMENTS,
        PARENT,
        PARENT_OF_THE_OLD_KIND,
        PARENT_AFTER_THE_DESCRIPTOR,
        TWO_SUBFORMATS
    }

    @ParameterizedTest
    @EnumSource
    void qemuReadsAnotherFileForWhatWeRefuse(Attack attack) throws Exception {
        QemuImg qemuImg = new QemuImg(directory);
        Files.write(directory.resolve("secret"), Arrays.copyOf(SECRET, ComposedImages.DISK));
        qemuImg.run("convert", "-f", "raw", "-O", "vmdk", "secret", "secret.vmdk");
        Files.write(directory.resolve("image"), image(attack));
        qemuImg.run("convert", "-O", "raw", "image", "disk");
        byte[] disk = Files.readAllBytes(directory.resolve("disk"));
        assertArrayEquals(SECRET, Arrays.copyOf(disk, SECRET.length));
        assertFalse(qemuImg.inspect("image").safe());
    }

    private byte[] image(Attack attack) throws IOException {
        String flat = ComposedVmdk.descriptor("monolithicFlat", "RW 1 FLAT \"" + directory + "/secret\" 0");
        return switch (attack) {
            case SHORT_QCOW2 -> shortQcow2(ascii(directory + "/secret"));
            case PADDED_DESCRIPTOR -> Arrays.copyOf(ascii(flat), 512);
            case DESCRIPTOR_NOT_IN_ASCII -> ascii("#\u00e9\n" + flat);
            case DESCRIPTOR_AFTER_COMMENTS -> ascii(flat.replace(VERSION, VERSION + "#\n".repeat(4000)));
            case PARENT -> withParent(ComposedImages.named("vmdk"));
            case PARENT_OF_THE_OLD_KIND -> withParent(oldVmdk());
            case PARENT_AFTER_THE_DESCRIPTOR -> cutDescriptor(withParent(ComposedImages.named("vmdk")));
            case TWO_SUBFORMATS ->
                withoutCapacity("# CREATETYPE=\"monolithicSparse\"\n" + flat.replace(directory + "/", ""));
        };
    }

    private static byte[] shortQcow2(byte[] backingFile) {
        ByteBuffer image = ByteBuffer.allocate(72 + backingFile.length).put(ComposedImages.qcow2(2), 0, 72);
        image.putLong(8, 72)
                .putInt(16, backingFile.length)
                .putLong(24, 512)
                .putInt(36, 1)
                .putLong(40, 65_536);
        return image.putLong(48, 131_072).putInt(56, 1).put(72, backingFile).array();
    }

    private static byte[] oldVmdk() {
        ByteBuffer image = ComposedImages.little(65_536).put(ascii("COWD"));
        return image.putInt(1)
                .putInt(3)
                .putInt(2048)
                .putInt(1)
                .putInt(4)
                .putInt(1)
                .array();
    }

    /** A descriptor of one sector, which the name of the parent follows. QEMU reads on. */
    private static byte[] cutDescriptor(byte[] image) {
        String text = new String(image, ComposedVmdk.DESCRIPTOR, 1024, StandardCharsets.ISO_8859_1);
        int parent = text.indexOf("parentFileNameHint");
        String name = text.substring(parent, text.indexOf('\n', parent) + 1);
        String others = text.substring(0, text.indexOf('\0')).replace(name, "");
        String sector = others + "#".repeat(511 - others.length()) + "\n";
        return ByteBuffer.wrap(image)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(36, 1)
                .put(ComposedVmdk.DESCRIPTOR, ascii(sector + name))
                .array();
    }

    /** QEMU takes a sparse VMDK without capacity for a descriptor in another place, and opens its extents. */
    private static byte[] withoutCapacity(String text) {
        byte[] descriptor = Arrays.copyOf(ascii(text), ComposedVmdk.DESCRIPTOR_LENGTH);
        return ByteBuffer.wrap(ComposedImages.named("vmdk"))
                .putLong(12, 0)
                .put(ComposedVmdk.DESCRIPTOR, descriptor)
                .array();
    }

    private byte[] withParent(byte[] image) throws IOException {
        Path parent = directory.resolve("secret.vmdk");
        String bytes = Files.readString(parent, StandardCharsets.ISO_8859_1);
        int id = bytes.indexOf("CID=") + "CID=".length();
        String lines = bytes.substring(id, bytes.indexOf('\n', id)) + "\nparentFileNameHint=\"" + parent + "\"";
        String text = ComposedVmdk.descriptor("monolithicSparse", "RW 2048 SPARSE \"image\"");
        return ByteBuffer.wrap(image)
                .put(ComposedVmdk.DESCRIPTOR, ascii(text.replace("ffffffff", lines)))
                .array();
    }
}
