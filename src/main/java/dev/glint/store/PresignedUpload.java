package dev.glint.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * URLs to which a client uploads an image.
 *
 * @param uploadId names a multipart upload; without one the only part is the whole image
 * @param partSize the size in bytes of all parts but the last
 * @param parts of all that there will be, those that were asked for
 */
public record PresignedUpload(Optional<String> uploadId, long partSize, List<PresignedPart> parts, Instant expiresAt) {}
