package dev.glint.testing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.Tag;

/** The tags of an object, without the code under test. */
public final class PlainTags {

    private PlainTags() {}

    /** Replaces all tags. */
    public static void write(PlainS3 s3, String key, Map<String, String> tags) {
        List<Tag> all = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        s3.client()
                .putObjectTagging(
                        request -> request.bucket(s3.bucket()).key(key).tagging(tagging -> tagging.tagSet(all)));
    }

    public static Map<String, String> read(PlainS3 s3, String key) {
        return s3
                .client()
                .getObjectTagging(request -> request.bucket(s3.bucket()).key(key))
                .tagSet()
                .stream()
                .collect(Collectors.toMap(Tag::key, tag -> Objects.requireNonNullElse(tag.value(), "")));
    }
}
