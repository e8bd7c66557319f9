package dev.glint.direct;

import dev.glint.image.DeclaredContent;
import dev.glint.image.HashAlgorithm;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The user metadata of an object that a direct upload made. The client sends it, but cannot choose it: it is signed, or given
 * to S3 when the upload begins. No other object has it.
 *
 * @param upload tells this upload from any other
 * @param declared how many bytes were to come, and the digests that they were to have; the algorithm is that of the hash
 */
public record UploadMetadata(String upload, DeclaredContent declared) {

    private static final String NAME = "glint-upload";
    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f-]{36})\\.(\\d{1,15})(?:\\.([0-9a-f]{32}))?(?:\\.([0-9a-f]{64}|[0-9a-f]{128}))?");

    /** The metadata of a new upload. */
    public static UploadMetadata of(DeclaredContent declared) {
        return new UploadMetadata(UUID.randomUUID().toString(), declared);
    }

    /** The metadata of an object, if it has any. */
    public static Optional<UploadMetadata> of(Map<String, String> metadata) {
        Matcher matcher = TEXT.matcher(metadata.getOrDefault(NAME, ""));
        return matcher.matches()
                ? Optional.of(new UploadMetadata(
                        matcher.group(1),
                        declared(Long.parseLong(matcher.group(2)), matcher.group(3), matcher.group(4))))
                : Optional.empty();
    }

    /**
     * Whether a client has written an object with one PUT. Not every server refuses tags and metadata that the client adds to it, so
     * what they tell of digests is not believed.
     */
    public static boolean isOfSinglePut(HeadObjectResponse object) {
        return of(object.metadata()).isPresent() && !object.eTag().contains("-");
    }

    private static DeclaredContent declared(long size, String checksum, String hash) {
        return new DeclaredContent(
                OptionalLong.of(size),
                Optional.ofNullable(checksum),
                HashAlgorithm.ofLength(hash == null ? 0 : hash.length()),
                Optional.ofNullable(hash));
    }

    long size() {
        return declared.size().orElseThrow();
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
        return upload + "." + size() + text(declared.checksum()) + text(declared.hash());
    }

    private static String text(Optional<String> digest) {
        return digest.map(hex -> "." + hex).orElse("");
    }
}
