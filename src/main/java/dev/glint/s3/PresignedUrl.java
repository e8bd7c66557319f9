package dev.glint.s3;

import java.time.Instant;

/** A URL that anybody can use until it expires, so it is a secret: printing this does not show it. */
public record PresignedUrl(String url, Instant expiresAt) {

    @Override
    public String toString() {
        return "PresignedUrl[expiresAt=" + expiresAt + "]";
    }
}
