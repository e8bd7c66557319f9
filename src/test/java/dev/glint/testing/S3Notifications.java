package dev.glint.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.testing.Events.Mode;
import dev.glint.testing.Events.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What S3 servers tell of objects, with all their fields, and in all the ways in which they deliver it. */
public final class S3Notifications {

    public static final String PUT = "ObjectCreated:Put";

    private static final ObjectMapper JSON = new ObjectMapper();

    private S3Notifications() {}

    /** Who tells, and how. */
    public enum Shape {
        /** CloudEvents as their adapter for S3 makes them. */
        ADAPTER(Server.AWS, Mode.BINARY, "com.amazonaws.s3."),
        STRUCTURED(Server.AWS, Mode.STRUCTURED, "com.amazonaws.s3."),
        /** CloudEvents of Ceph, today and in earlier releases. */
        CEPH_EVENT(Server.CEPH, Mode.BINARY, "com.amazonaws."),
        OLD_CEPH_EVENT(Server.OLD_CEPH, Mode.BINARY, "com.amazonaws."),
        /** The JSON alone. */
        AWS(Server.AWS, null, null),
        CEPH(Server.CEPH, null, null),
        MINIO(Server.MINIO, null, null);

        private final Server server;
        private final Mode mode;
        private final String prefix;

        Shape(Server server, Mode mode, String prefix) {
            this.server = server;
            this.mode = mode;
            this.prefix = prefix;
        }

        /** Whether the answer to an image is an event. */
        public boolean isEvent() {
            return mode != null;
        }

        public Mode mode() {
            return mode;
        }

        /** The type of its events. */
        public String type(String eventName) {
            return prefix + server.namePrefix + eventName;
        }

        /** Delivers the notification of one object. */
        public Reply deliver(URI sink, String eventName, String bucket, String key, long size, String... headers) {
            ObjectNode told = server.record(eventName, bucket, key, size);
            ObjectNode message = this == ADAPTER ? told : message(told);
            if (!isEvent()) {
                if (this == MINIO) {
                    message.put("EventName", "s3:" + eventName).put("Key", bucket + "/" + key);
                }
                return push(sink, message.toString(), headers);
            }
            Map<String, String> attributes = Map.of(
                    "specversion",
                    "1.0",
                    "id",
                    UUID.randomUUID().toString(),
                    "source",
                    server.source + ".default." + bucket,
                    "type",
                    type(eventName),
                    "subject",
                    told.at("/s3/object/key").asText());
            return new Events(sink, mode).deliver(attributes, message.toString(), headers);
        }
    }

    /** How servers fill the fields. */
    public enum Server {
        AWS("aws:s3", "", true),
        MINIO("minio:s3", "s3:", true),
        CEPH("ceph:s3", "", false),
        OLD_CEPH("ceph:s3", "s3:", false);

        private final String source;
        private final String namePrefix;
        private final boolean encodesKeys;

        Server(String source, String namePrefix, boolean encodesKeys) {
            this.source = source;
            this.namePrefix = namePrefix;
            this.encodesKeys = encodesKeys;
        }

        /** One record. The sequencer is the same for the same key and size. */
        public ObjectNode record(String eventName, String bucket, String key, long size) {
            ObjectNode told = JSON.createObjectNode();
            told.put("eventVersion", "2.1")
                    .put("eventSource", source)
                    .put("awsRegion", "default")
                    .put("eventTime", "2026-11-29T09:34:57.871Z")
                    .put("eventName", namePrefix + eventName);
            told.putObject("userIdentity").put("principalId", "AIDAJDPLRKLG7UEXAMPLE");
            told.putObject("requestParameters").put("sourceIPAddress", "192.0.2.1");
            told.putObject("responseElements")
                    .put("x-amz-request-id", "C3D13FE58DE4C810")
                    .put("x-amz-id-2", "FMyUVURIY8")
                    .put("x-minio-origin-endpoint", "http://elsewhere.test:9000");
            ObjectNode details = told.putObject("s3");
            details.put("s3SchemaVersion", "1.0").put("configurationId", "glint");
            ObjectNode place = details.putObject("bucket");
            place.put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
            place.putObject("ownerIdentity").put("principalId", "A3NL1KOZZKExample");
            ObjectNode object = details.putObject("object");
            object.put("key", encodesKeys ? URLEncoder.encode(key, StandardCharsets.UTF_8) : key)
                    .put("eTag", "d41d8cd98f00b204e9800998ecf8427e")
                    .put("versionId", "")
                    .put("sequencer", "0055AED6DCD90281E5" + size);
            // MinIO leaves out what is zero.
            if (size > 0 || this != MINIO) {
                object.put("size", size);
            }
            object.putArray("metadata").addObject().put("key", "x-amz-meta-a").put("val", "b");
            return told;
        }
    }

    /** The message with several records. */
    public static ObjectNode message(ObjectNode... records) {
        ObjectNode message = JSON.createObjectNode();
        message.putArray("Records").addAll(Stream.of(records).toList());
        return message;
    }

    /** Pushes JSON without an event around it; {@code headers} are alternating names and values. */
    public static Reply push(URI sink, String json, String... headers) {
        return Events.deliverRaw(sink, "application/json", json, headers);
    }

    /** What S3 sends to a queue when notifications are configured. */
    public static String test() {
        return "{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\", \"Time\": \"2026-11-29T09:34:57.871Z\", "
                + "\"Bucket\": \"images\", \"RequestId\": \"5582815E1AEA5ADF\", \"HostId\": \"8cLeGAmw098X5cv4\"}";
    }
}
