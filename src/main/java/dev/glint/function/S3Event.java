package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JSON in which S3, Ceph and MinIO tell what happened to objects: a list of records. The data of a CloudEvent may also be one
 * such record by itself.
 *
 * @param event {@link #TEST}, or null
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">event messages of S3</a>
 * @see <a href="https://github.com/cloudevents/spec/blob/main/cloudevents/adapters/aws-s3.md">their CloudEvents</a>
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record S3Event(
        @JsonProperty("Records") List<Entry> records,
        @JsonProperty("Event") String event,
        String eventName,
        String eventSource,
        Details s3) {

    private static final String RECORDS = "Records";
    private static final String EVENT = "Event";
    /** The event that S3 sends to test a new configuration. */
    public static final String TEST = "s3:TestEvent";

    /** MinIO also calls it a creation when tags or a retention are set. AWS and Ceph leave the first three characters out. */
    private static final Pattern CREATED =
            Pattern.compile("(?:s3:)?ObjectCreated:(?:Put|Post|Copy|CompleteMultipartUpload)");

    /** The only server that does not encode keys. */
    private static final String CEPH = "ceph:s3";

    /** One thing that happened to one object. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(String eventName, String eventSource, Details s3) {

        private Optional<CreatedObject> created() {
            if (eventName == null) {
                throw INVALID_REQUEST.because("Each record of the event must have an eventName.");
            }
            if (!CREATED.matcher(eventName).matches()) {
                return Optional.empty();
            }
            Item object = s3 == null || s3.object == null ? Item.NOTHING : s3.object;
            String bucket = s3 == null || s3.bucket == null ? null : s3.bucket.name;
            String key = CEPH.equals(eventSource) ? object.key : decoded(object.key);
            return Optional.of(new CreatedObject(bucket, key, object.size, object.version()));
        }

        /** A key that cannot be decoded stays as it is. */
        private static String decoded(String key) {
            try {
                return key == null ? null : URLDecoder.decode(key, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException malformed) {
                return key;
            }
        }
    }

    /** Where it happened. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Details(Bucket bucket, Item object) {}

    /** The bucket of the object. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Bucket(String name) {}

    /** The object. Its version is the sequencer; where a server sends none, the version id, or else the ETag. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Item(String key, Long size, String eTag, String versionId, String sequencer) {

        private static final Item NOTHING = new Item(null, null, null, null, null);

        private String version() {
            return Stream.of(sequencer, versionId, eTag)
                    .filter(text -> text != null && !text.isEmpty())
                    .findFirst()
                    .orElse("");
        }
    }

    /** Whether a body seems to be such JSON. Not all of it is read. */
    static boolean isOne(RequestBody body) {
        try (JsonParser parser = StrictReader.parser(body)) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(RECORDS) || name.equals(EVENT) && TEST.equals(parser.getText())) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException | StoreFailure noJson) {
            return false;
        }
    }

    /**
     * Reads which objects are new.
     *
     * @throws StoreFailure {@code INVALID_REQUEST} if it is not such JSON
     */
    public static List<CreatedObject> read(RequestBody body) {
        S3Event read = StrictReader.read(body, S3Event.class);
        if (TEST.equals(read.event)) {
            return List.of();
        }
        List<Entry> entries =
                read.records == null ? List.of(new Entry(read.eventName, read.eventSource, read.s3)) : read.records;
        if (entries.stream().anyMatch(Objects::isNull)) {
            throw INVALID_REQUEST.because("Each record of the event must be an object.");
        }
        return entries.stream().flatMap(entry -> entry.created().stream()).toList();
    }
}
