package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import java.util.UUID;
import java.util.regex.Pattern;

/** Tells one call from another: the same id means that the same call is made again. Visible ASCII, as it travels in headers. */
public record RequestId(String value) {

    private static final Pattern LEGAL = Pattern.compile("[!-~]{1,255}");

    public RequestId {
        if (!LEGAL.matcher(value).matches()) {
            throw INVALID_REQUEST.because("An Idempotency-Key must be 1 to 255 visible ASCII characters.");
        }
    }

    public static RequestId fresh() {
        return new RequestId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
