package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Identifies a request: a call with the same id repeats it. Visible ASCII, as it travels in headers. */
public record RequestId(String value) {

    private static final Pattern LEGAL = Pattern.compile("[!-~]{1,255}");

    public RequestId {
        if (!LEGAL.matcher(value).matches()) {
            throw INVALID_REQUEST.because("An Idempotency-Key must be 1 to 255 visible ASCII characters.");
        }
    }

    /**
     * The id that the {@code Idempotency-Key} headers of a request give: the only one, or a fresh id where there is none.
     *
     * @throws StoreFailure {@code INVALID_REQUEST} if there are several, which gateways join with a comma
     */
    public static RequestId ofKeys(List<String> keys) {
        if (keys.size() > 1 || keys.stream().anyMatch(key -> key.contains(","))) {
            throw INVALID_REQUEST.because("There must be only one Idempotency-Key, and no comma in it.");
        }
        return keys.isEmpty() ? fresh() : new RequestId(keys.get(0));
    }

    /** The id of what an event asks for; source and id, in which anything may stand, are what identifies an event. */
    public static RequestId ofEvent(String source, String id) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // NUL can stand in neither, so no two events share an id.
            return new RequestId(
                    HexFormat.of().formatHex(digest.digest((source + '\0' + id).getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
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
