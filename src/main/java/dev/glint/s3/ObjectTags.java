package dev.glint.s3;

import static dev.glint.image.StoreFailure.Kind.NOT_FOUND;

import dev.glint.image.StoreFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** The tags of an object, and the requests about them. Each failure is a {@link StoreFailure}. */
record ObjectTags(S3Object object) {

    private S3Bucket bucket() {
        return object.bucket();
    }

    /** All tags. */
    Map<String, String> read() {
        GetObjectTaggingResponse answer = S3Call.find(() -> bucket().client()
                        .getObjectTagging(request -> request.bucket(bucket().name())
                                .key(object.key())
                                .overrideConfiguration(bucket().options())))
                .orElseThrow(() -> NOT_FOUND.because("There is no image %s any more.", object.key()));
        Map<String, String> tags = new LinkedHashMap<>();
        answer.tagSet().forEach(tag -> tags.put(tag.key(), Objects.requireNonNullElse(tag.value(), "")));
        return tags;
    }

    /** Replaces all tags by others. */
    void replace(Map<String, String> tags) {
        List<Tag> all = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        S3Call.answer(() -> bucket().client()
                .putObjectTagging(request -> request.bucket(bucket().name())
                        .key(object.key())
                        .tagging(tagging -> tagging.tagSet(all))
                        .overrideConfiguration(bucket().options())));
    }
}
