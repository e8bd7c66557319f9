package dev.glint.s3;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the digests of an image are written with its object: as user metadata, or as tags of the same names. */
public final class DigestProperties {

    private static final String CHECKSUM = "glint-checksum";
    private static final String HASH_ALGORITHM = "glint-hash-algorithm";
    private static final String HASH = "glint-hash";

    private DigestProperties() {}

    public static Map<String, String> of(ImageDigests digests) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(CHECKSUM, digests.checksum());
        properties.put(HASH_ALGORITHM, digests.algorithm().toString());
        digests.hash().ifPresent(hash -> properties.put(HASH, hash));
        return properties;
    }

    /** The digests among the properties of an object; empty where they are not complete, or not what digests look like. */
    public static Optional<ImageDigests> read(Map<String, String> properties) {
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
