package dev.glint.store;

import dev.glint.image.KnownContent;
import dev.glint.image.RequestId;
import dev.glint.s3.DigestProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The user metadata of an object that an add made: the id of the request, which repetitions share, the id of the attempt that
 * wrote these bytes, and what was known of them before the write.
 */
record AddMetadata(String requestId, String attempt, KnownContent content) {

    private static final String REQUEST_ID = "glint-request-id";
    private static final String ATTEMPT = "glint-attempt";

    static AddMetadata of(RequestId requestId) {
        return new AddMetadata(requestId.value(), UUID.randomUUID().toString(), KnownContent.NOTHING);
    }

    /** The metadata of an object; its fields are empty where the object is not ours. */
    static AddMetadata of(Map<String, String> metadata) {
        return new AddMetadata(
                metadata.getOrDefault(REQUEST_ID, ""),
                metadata.getOrDefault(ATTEMPT, ""),
                DigestProperties.read(metadata));
    }

    AddMetadata with(KnownContent known) {
        return new AddMetadata(requestId, attempt, known);
    }

    Map<String, String> toMap() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(REQUEST_ID, requestId);
        metadata.put(ATTEMPT, attempt);
        metadata.putAll(DigestProperties.of(content));
        return metadata;
    }
}
