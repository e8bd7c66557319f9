package dev.glint.direct;

import dev.glint.image.StoredImage;

/**
 * An image that a direct upload made.
 *
 * @param upload that of the {@link UploadMetadata}: whoever finishes this upload, and however often, it is the same
 */
public record FinishedUpload(StoredImage image, String upload) {}
