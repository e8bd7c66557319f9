package dev.glint.store;

import java.time.Instant;

/** A URL that whoever has it can use until it expires. It is a secret: printing this does not give it away. */
public record PresignedUrl(String url, Instant expiresAt) {

    @Override
    public String toString() {
        return "PresignedUrl[expiresAt=" + expiresAt + "]";
    }
}
