package dev.glint.s3;

import dev.glint.image.DeclaredContent;
import java.time.Duration;
import java.util.Optional;

/**
 * How a direct upload is to be presigned.
 *
 * @param declared exactly how many bytes will come, which an upload that goes on knows already, and the digests that they must have
 * @param expiry how long the URLs are good for; default: {@code s3.store.presigned.expiry}
 * @param verify whether to look if the id is free before an upload begins that may take hours
 */
public record UploadOptions(DeclaredContent declared, Optional<Duration> expiry, boolean verify) {}
