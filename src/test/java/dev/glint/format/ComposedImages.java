package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** The smallest images of each format that are safe, each with a disk of 1 MiB. */
final class ComposedImages {

    static final int DISK = 1 << 20;
    static final int VHDX_METADATA = 1 << 20;
    static final int VHDX_ITEM = VHDX_METADATA + 65_536;

    private static final Map<String, Supplier<byte[]>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("empty", () -> new byte[0]),
            Map.entry("zeros", () -> new byte[4096]),
            Map.entry("text", () -> "hello\n".getBytes(StandardCharsets.US_ASCII)),
            Map.entry("qcow2", () -> qcow2(3)),
            Map.entry("qcow2v2", () -> qcow2(2)),
            Map.entry(
                    "qed",
                    () -> little(1024).put(ascii("QED\0")).putLong(48, DISK).array()),
            Map.entry(
                    "vdi",
                    () -> little(1024)
                            .putInt(0x40, 0xBEDA107F)
                            .putLong(0x170, DISK)
                            .array()),
            Map.entry(
                    "vhd",
                    () -> big(2048)
                            .put(ascii("conectix"))
                            .putLong(40, DISK)
                            .putInt(60, 3)
                            .array()),
            Map.entry("vhdx", ComposedImages::vhdx),
            Map.entry("luks", ComposedImages::luks),
            Map.entry("mbr", () -> partitioned(0x83)),
            Map.entry("gpt", () -> partitioned(0xEE)),
            Map.entry(
                    "fat",
                    () -> big(DISK)
                            .put(0x10, (byte) 2)
                            .put(0x15, (byte) 0xF8)
                            .put(510, ascii("\u0055\u00aa"))
                            .array()),
            Map.entry("iso", ComposedImages::iso),
            Map.entry("udf", () -> big(36_864).put(0x8001, ascii("NSR02")).array()),
            Map.entry("vmdk", ComposedVmdk::sparse),
            Map.entry("vmdk-stream", ComposedVmdk::stream),
            Map.entry(
                    "vmdk-flat",
                    () -> ascii(ComposedVmdk.descriptor("monolithicFlat", "RW 2048 FLAT \"disk-flat.vmdk\" 0"))),
            Map.entry("cowd", () -> little(4096).put(ascii("COWD")).array())));

    private ComposedImages() {}

    static Iterable<String> names() {
        return ALL.keySet();
    }

    static byte[] named(String name) {
        return ALL.get(name).get();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ByteBuffer big(int size) {
        return ByteBuffer.allocate(size);
    }

    static byte[] qcow2(int version) {
        return big(1024)
                .put(ascii("QFI\u00fb"))
                .putInt(version)
                .putLong(24, DISK)
                .putInt(20, 16)
                .array();
    }

    private static byte[] luks() {
        ByteBuffer image = big(DISK + 4096).put(ascii("LUKS\u00ba\u00be"));
        return image.putShort((short) 1).put(ascii("aes")).putInt(104, 8).array();
    }

    private static byte[] partitioned(int type) {
        ByteBuffer image = little(DISK).put(510, ascii("\u0055\u00aa"));
        return image.putInt(446, 0x000200 << 8)
                .put(450, (byte) type)
                .putInt(454, 1)
                .putInt(458, 2047)
                .array();
    }

    private static byte[] iso() {
        ByteBuffer image = little(36_864).put(0x8000, (byte) 1).put(0x8001, ascii("CD001"));
        return image.putInt(0x8050, DISK / 2048).putShort(0x8080, (short) 2048).array();
    }

    private static byte[] vhdx() {
        ByteBuffer image = little(VHDX_ITEM + 8).put(ascii("vhdxfile"));
        image.put(0x30000, ascii("regi")).putInt(0x30008, 2);
        image.put(0x30010, id("2dc27766-f623-4200-9d64-115e9bfd4a08")).putLong(0x30020, 3L << 20);
        image.put(0x30030, id("8b7ca206-4790-4b9a-b8fe-575f050f886e")).putLong(0x30040, VHDX_METADATA);
        image.put(VHDX_METADATA, ascii("metadata")).putShort(VHDX_METADATA + 10, (short) 2);
        image.put(VHDX_METADATA + 32, id("caa16737-fa36-4d43-b3b6-33f0aa44e76b"));
        image.put(VHDX_METADATA + 64, id("2fa54224-cd1b-4876-b211-5dbed83bf4b8"));
        image.putInt(VHDX_METADATA + 80, 65_536).putInt(VHDX_METADATA + 84, 8);
        return image.putLong(VHDX_ITEM, DISK).array();
    }

    /** As Microsoft writes it. */
    private static byte[] id(String text) {
        UUID id = UUID.fromString(text);
        long high = id.getMostSignificantBits();
        ByteBuffer bytes = little(16)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high);
        return bytes.order(ByteOrder.BIG_ENDIAN)
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
