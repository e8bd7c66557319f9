package dev.glint.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An image of the table of verdicts: a composed one and what is changed in it. */
public final class EditedImage {

    private byte[] bytes;

    private EditedImage(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param edits as the table explains them, separated by semicolons; {@code -} for none */
    public static byte[] of(String name, String edits) {
        EditedImage image = new EditedImage(ComposedImages.named(name));
        if (!edits.equals("-")) {
            Arrays.stream(edits.split(" ; ")).forEach(image::edit);
        }
        return image.bytes;
    }

    private void edit(String edit) {
        String[] words = edit.split(" ", 2);
        String rest = words.length > 1 ? unescape(words[1]) : "";
        switch (words[0]) {
            case "cut" -> bytes = Arrays.copyOf(bytes, Math.min(bytes.length, Integer.decode(rest)));
            case "grow" -> bytes = Arrays.copyOf(bytes, Integer.decode(rest));
            case "line" -> rewrite(text() + rest + "\n");
            case "text" -> rewrite(rest);
            case "replace" -> {
                String[] both = rest.split(" => ?", 2);
                rewrite(text().replace(both[0], both[1]));
            }
            case "head" -> putHead(rest.split(" "));
            default -> put(edit.split("="));
        }
    }

    private void put(String[] offsetAndHex) {
        byte[] value = HexFormat.of().parseHex(offsetAndHex[1]);
        System.arraycopy(value, 0, bytes, Integer.decode(offsetAndHex[0]), value.length);
    }

    private void putHead(String[] nameAndLength) {
        byte[] other = ComposedImages.named(nameAndLength[0]);
        System.arraycopy(other, 0, bytes, 0, Integer.decode(nameAndLength[1]));
    }

    private boolean hasHeader() {
        return bytes.length > 0 && bytes[0] == 'K';
    }

    private String text() {
        if (!hasHeader()) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        String sectors =
                new String(bytes, ComposedVmdk.DESCRIPTOR, ComposedVmdk.DESCRIPTOR_LENGTH, StandardCharsets.ISO_8859_1);
        return sectors.substring(0, sectors.indexOf('\0'));
    }

    private void rewrite(String text) {
        byte[] value = ComposedImages.ascii(text);
        if (!hasHeader()) {
            bytes = value;
            return;
        }
        byte[] sectors = Arrays.copyOf(value, ComposedVmdk.DESCRIPTOR_LENGTH);
        ByteBuffer.wrap(bytes).put(ComposedVmdk.DESCRIPTOR, sectors);
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\r", "\r")
                .replace("\\0", "\0")
                .replace("\\e", "\u00e9")
                .replace("\\#", "#".repeat(9000) + "\n");
    }
}
