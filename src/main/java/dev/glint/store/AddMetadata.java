package dev.glint.store;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.ImageDigests;
import dev.glint.image.RequestId;
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
    private static final String CHECKSUM = "glint-checksum";
    private static final String HASH_ALGORITHM = "glint-hash-algorithm";
    private static final String HASH = "glint-hash";

    static AddMetadata of(RequestId requestId) {
        return new AddMetadata(requestId.value(), UUID.randomUUID().toString(), Optional.empty());
    }

    /** The metadata of an object; its fields are empty where the object is not ours. */
    static AddMetadata of(Map<String, String> metadata) {
        Optional<ImageDigests> digests = Optional.ofNullable(metadata.get(CHECKSUM))
                .flatMap(checksum -> HashAlgorithm.parse(metadata.getOrDefault(HASH_ALGORITHM, ""))
                        .map(algorithm ->
                                new ImageDigests(checksum, algorithm, Optional.ofNullable(metadata.get(HASH)))));
        return new AddMetadata(metadata.getOrDefault(REQUEST_ID, ""), metadata.getOrDefault(ATTEMPT, ""), digests);
    }

    AddMetadata with(ImageDigests known) {
        return new AddMetadata(requestId, attempt, Optional.of(known));
    }

    Map<String, String> toMap() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(REQUEST_ID, requestId);
        metadata.put(ATTEMPT, attempt);
        digests.ifPresent(known -> {
            metadata.put(CHECKSUM, known.checksum());
            metadata.put(HASH_ALGORITHM, known.algorithm().toString());
            known.hash().ifPresent(hash -> metadata.put(HASH, hash));
        });
        return metadata;
    }
}
