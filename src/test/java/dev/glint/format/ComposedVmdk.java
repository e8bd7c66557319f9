package dev.glint.format;

import static dev.glint.format.ComposedImages.ascii;
import static dev.glint.format.ComposedImages.little;

import java.nio.ByteBuffer;

/** VMDK images, with the descriptor that qemu-img writes. */
final class ComposedVmdk {

    static final int DESCRIPTOR = 512;
    static final int DESCRIPTOR_LENGTH = 20 * 512;

    private ComposedVmdk() {}

    static String descriptor(String type, String extent) {
        return """
                # Disk DescriptorFile
                version=1
                CID=12345678
                parentCID=ffffffff
                createType="%s"

                # Extent description
                %s

                # The Disk Data Base
                #DDB

                ddb.virtualHWVersion = "4"
                ddb.adapterType = "ide"
                """.formatted(type, extent);
    }

    static byte[] sparse() {
        return image("monolithicSparse", 1, 64 * 1024).array();
    }

    /** One whose grain directory is told by a footer. */
    static byte[] stream() {
        ByteBuffer image = image("streamOptimized", 3, 16 * 1024).putLong(56, -1);
        int footer = image.capacity() - 3 * 512;
        image.putLong(footer, 1).putInt(footer + 12, 3);
        return image.put(footer + 512, image.array(), 0, 512)
                .putLong(footer + 512 + 56, 42)
                .array();
    }

    private static ByteBuffer image(String type, int version, int size) {
        String text = descriptor(type, "RW 2048 SPARSE \"disk.vmdk\"");
        ByteBuffer image = little(size).put(DESCRIPTOR, ascii(text)).put(ascii("KDMV"));
        image.putInt(version).putInt(3).putLong(ComposedImages.DISK / 512).putLong(128);
        return image.putLong(1)
                .putLong(DESCRIPTOR_LENGTH / 512)
                .putInt(512)
                .putLong(21)
                .putLong(26);
    }
}
