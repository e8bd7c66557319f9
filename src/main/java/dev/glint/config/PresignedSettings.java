package dev.glint.config;

import java.time.Duration;

/**
 * What {@link StoreConfig.Presigned} says, checked.
 *
 * @param multipartThreshold the size in bytes of the largest image that is uploaded with one PUT
 */
public record PresignedSettings(Duration expiry, Duration maxExpiry, long multipartThreshold) {

    static PresignedSettings of(StoreConfig.Presigned config) {
        Duration maxExpiry = new Setting(config.maxExpiry()).time("PT1S", "P7D");
        Setting expiry = new Setting(config.expiry());
        Duration usual = expiry.time("PT1S", "P7D");
        expiry.check(usual.compareTo(maxExpiry) <= 0, "at most s3.store.presigned.max-expiry");
        return new PresignedSettings(usual, maxExpiry, new Setting(config.multipartThreshold()).bytes("0", "5G"));
    }
}
