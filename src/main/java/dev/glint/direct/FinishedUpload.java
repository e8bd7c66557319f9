package dev.glint.direct;

import dev.glint.image.StoredImage;

/**
 * An image that a direct upload made.
 *
 * @param upload the id of the upload in its {@link UploadMetadata}, the same in each call that finishes it
 */
public record FinishedUpload(StoredImage image, String upload) {}
