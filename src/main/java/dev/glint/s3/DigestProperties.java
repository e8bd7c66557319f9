package dev.glint.s3;

import dev.glint.image.DiskFormat;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.KnownContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the digests of an image and its format are written with its object: as user metadata, or as tags of the same names. The format
 * is one tag, since an object has ten: its names joined by plus signs, as tags can have no commas, and where it is known a colon
 * and the size of the disk.
 */
public final class DigestProperties {

    private static final String CHECKSUM = "glint-checksum";
    private static final String HASH_ALGORITHM = "glint-hash-algorithm";
    private static final String HASH = "glint-hash";
    private static final String FORMAT = "glint-format";
    private static final Pattern FORMAT_TEXT = Pattern.compile("([a-z0-9]+(?:\\+[a-z0-9]+)*)(?::(\\d{1,19}))?");

    private DigestProperties() {}

    public static Map<String, String> of(KnownContent content) {
        Map<String, String> properties = new LinkedHashMap<>();
        content.digests().ifPresent(digests -> {
            properties.put(CHECKSUM, digests.checksum());
            properties.put(HASH_ALGORITHM, digests.algorithm().toString());
            digests.hash().ifPresent(hash -> properties.put(HASH, hash));
        });
        content.format().ifPresent(format -> properties.put(FORMAT, text(format)));
        return properties;
    }

    private static String text(DiskFormat format) {
        String names = format.name().replace(',', '+');
        OptionalLong size = format.virtualSize();
        return size.isPresent() ? names + ":" + size.getAsLong() : names;
    }

    /** What the properties of an object say; nothing of what is not complete, or not what digests and formats look like. */
    public static KnownContent read(Map<String, String> properties) {
        return new KnownContent(digests(properties), format(properties.getOrDefault(FORMAT, "")));
    }

    private static Optional<DiskFormat> format(String text) {
        Matcher matcher = FORMAT_TEXT.matcher(text);
        if (!matcher.matches()
                || !DiskFormat.NAMES.containsAll(List.of(matcher.group(1).split("\\+")))) {
            return Optional.empty();
        }
        String name = matcher.group(1).replace('+', ',');
        String size = matcher.group(2);
        try {
            return Optional.of(
                    new DiskFormat(name, size == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<ImageDigests> digests(Map<String, String> properties) {
        String checksum = properties.getOrDefault(CHECKSUM, "");
        String hash = properties.getOrDefault(HASH, "");
        return HashAlgorithm.parse(properties.getOrDefault(HASH_ALGORITHM, ""))
                .filter(algorithm ->
                        isHex(checksum, HashAlgorithm.CHECKSUM_HEX_LENGTH) && isHex(hash, algorithm.hexLength()))
                .map(algorithm ->
                        new ImageDigests(checksum, algorithm, Optional.of(hash).filter(digits -> !digits.isEmpty())));
    }

    private static boolean isHex(String text, int length) {
        return text.matches("[0-9a-f]{" + length + "}");
    }
}
