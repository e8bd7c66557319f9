package dev.glint.exclusive;

import dev.glint.s3.ObjectAge;
import dev.glint.s3.S3Object;
import dev.glint.s3.SeenObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object of a {@link CompletionClaim}, as it was made or read.
 *
 * @param text the token of its holder, a blank, and the id of the upload that the holder is about to complete
 * @param age how old it is by S3's own clock; zero if S3 does not say
 */
record Claim(SeenObject seen, String text, Duration age) {

    /** The upload of a holder that looks at the object, but completes nothing. */
    static final String NO_UPLOAD = "";

    /** No image id has a slash. */
    private static final String FIRST = ".glint/claim/";

    private static final String SUCCESSORS = ".glint/successor/";
    /** S3 tells the times of objects in seconds. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(1);

    static Claim of(S3Object place, ResponseBytes<GetObjectResponse> body) {
        GetObjectResponse found = body.response();
        Duration age = ObjectAge.of(found).orElse(CLOCK_STEP).minus(CLOCK_STEP);
        return new Claim(new SeenObject(place, found.eTag()), body.asUtf8String(), age);
    }

    /** Where the first claim for an object is made. */
    static S3Object first(S3Object object) {
        return object.sibling(FIRST + object.key());
    }

    /** Where the claim is made that succeeds this one. */
    S3Object successor() {
        UUID name = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        return seen.object().sibling(SUCCESSORS + name);
    }

    String upload() {
        return text.contains(" ") ? text.substring(text.indexOf(' ') + 1) : NO_UPLOAD;
    }

    void remove() {
        seen.delete();
    }
}
