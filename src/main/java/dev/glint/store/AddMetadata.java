package dev.glint.store;

import dev.glint.image.ImageDigests;
import dev.glint.image.RequestId;
import dev.glint.s3.DigestProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The user metadata of an object that an add made: the id of the request, which repetitions share, the id of the attempt that
 * wrote these bytes, and their digests if they were known before the write.
 */
record AddMetadata(String requestId, String attempt, Optional<ImageDigests> digests) {

    private static final String REQUEST_ID = "glint-request-id";
    private static final String ATTEMPT = "glint-attempt";

    static AddMetadata of(RequestId requestId) {
        return new AddMetadata(requestId.value(), UUID.randomUUID().toString(), Optional.empty());
    }

    /** The metadata of an object; its fields are empty where the object is not ours. */
    static AddMetadata of(Map<String, String> metadata) {
        return new AddMetadata(
                metadata.getOrDefault(REQUEST_ID, ""),
                metadata.getOrDefault(ATTEMPT, ""),
                DigestProperties.read(metadata));
    }

    AddMetadata with(ImageDigests known) {
        return new AddMetadata(requestId, attempt, Optional.of(known));
    }

    Map<String, String> toMap() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(REQUEST_ID, requestId);
        metadata.put(ATTEMPT, attempt);
        digests.ifPresent(known -> metadata.putAll(DigestProperties.of(known)));
        return metadata;
    }
}
