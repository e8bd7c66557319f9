package dev.glint.s3;

import java.time.Duration;
import java.util.Optional;

/**
 * How a download is to be presigned.
 *
 * @param expiry how long the URL is good for; default: {@code s3.store.presigned.expiry}
 * @param filename the name under which a browser saves the image
 * @param contentType the media type that S3 answers with
 */
public record DownloadOptions(Optional<Duration> expiry, Optional<String> filename, Optional<String> contentType) {}
