package dev.glint.direct;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user metadata of an object that a direct upload made. The client sends it, but cannot choose it: it is signed, or given
 * to S3 when the upload begins. No other object has it.
 *
 * @param upload tells this upload from any other
 * @param size how many bytes were to come
 * @param checksum the MD5 that they were to have, in lower-case hex
 */
public record UploadMetadata(String upload, long size, Optional<String> checksum) {

    private static final String NAME = "glint-upload";
    private static final Pattern TEXT = Pattern.compile("([0-9a-f-]{36})\\.(\\d{1,15})(?:\\.([0-9a-f]{32}))?");

    /** The metadata of a new upload. */
    public static UploadMetadata of(long size, Optional<String> checksum) {
        return new UploadMetadata(UUID.randomUUID().toString(), size, checksum);
    }

    /** The metadata of an object, if it has any. */
    public static Optional<UploadMetadata> of(Map<String, String> metadata) {
        Matcher matcher = TEXT.matcher(metadata.getOrDefault(NAME, ""));
        return matcher.matches()
                ? Optional.of(new UploadMetadata(
                        matcher.group(1), Long.parseLong(matcher.group(2)), Optional.ofNullable(matcher.group(3))))
                : Optional.empty();
    }

    Map<String, String> toMap() {
        return Map.of(NAME, toString());
    }

    /** The same as {@link #toMap()} for a client that speaks HTTP. */
    Map<String, String> headers() {
        return Map.of("x-amz-meta-" + NAME, toString());
    }

    @Override
    public String toString() {
        return upload + "." + size + checksum.map(md5 -> "." + md5).orElse("");
    }
}
