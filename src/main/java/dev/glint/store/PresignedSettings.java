package dev.glint.store;

import static dev.glint.store.Checks.bytes;
import static dev.glint.store.Checks.check;
import static dev.glint.store.Checks.isBetween;

import java.time.Duration;

/**
 * What {@link StoreConfig.Presigned} says, checked.
 *
 * @param multipartThreshold the size in bytes of the largest image that is uploaded with one PUT
 */
record PresignedSettings(Duration expiry, Duration maxExpiry, long multipartThreshold) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final long LARGEST_PUT = 5L << 30;

    PresignedSettings {
        check(isBetween(SHORTEST, maxExpiry, LONGEST), "s3.store.presigned.max-expiry must be PT1S to P7D");
        check(
                isBetween(SHORTEST, expiry, maxExpiry),
                "s3.store.presigned.expiry must be PT1S to s3.store.presigned.max-expiry");
        check(multipartThreshold <= LARGEST_PUT, "s3.store.presigned.multipart-threshold must be at most 5G");
    }

    static PresignedSettings of(StoreConfig.Presigned config) {
        return new PresignedSettings(config.expiry(), config.maxExpiry(), bytes(config.multipartThreshold()));
    }
}
