package dev.glint.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a direct upload is to be presigned.
 *
 * @param size exactly how many bytes will come; an upload that goes on knows it already
 * @param checksum the MD5 that they must have, in lower-case hex
 * @param expiry how long the URLs are good for; default: {@code s3.store.presigned.expiry}
 * @param verify whether to look if the id is free before an upload begins that may take hours
 */
public record UploadOptions(OptionalLong size, Optional<String> checksum, Optional<Duration> expiry, boolean verify) {}
