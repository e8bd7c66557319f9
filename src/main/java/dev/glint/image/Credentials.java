package dev.glint.image;

import java.util.regex.Pattern;

/** A pair of S3 keys. Only {@link #secretKey()} gives the secret away; printing the pair does not. */
public record Credentials(String accessKey, String secretKey) {

    /** What can be an access key, in words. */
    public static final String ACCESS_KEY = "an access key of visible ASCII characters without , = and /";

    /** Signed requests have it in a header in which the others separate: {@code Credential=KEY/DATE/REGION, ...}. */
    private static final Pattern ACCESS_KEY_CHARACTERS = Pattern.compile("[!-~&&[^,=/]]+");

    /** Whether this can be an access key. */
    public static boolean isAccessKey(String text) {
        return ACCESS_KEY_CHARACTERS.matcher(text).matches();
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
