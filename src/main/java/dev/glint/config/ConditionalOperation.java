package dev.glint.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A request to S3 that can have a condition: {@code If-None-Match: *} for the writes, {@code If-Match} for {@link #DELETE}. */
public enum ConditionalOperation {
    PUT,
    /** The last request of a multipart upload, which makes an object of its parts. */
    COMPLETE,
    COPY,
    DELETE;

    static Optional<ConditionalOperation> parse(String text) {
        return Arrays.stream(values())
                .filter(operation -> operation.toString().equals(text))
                .findFirst();
    }

    /** The name in {@code s3.store.conditional-writes}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
