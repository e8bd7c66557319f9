package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import java.util.regex.Pattern;

/**
 * The name of an image in a bucket: 1 to 255 unreserved characters of a URI (RFC 3986), so that an id reads the same in a
 * location, in a URL and in S3. Glance's driver stores ids such as {@code a/b} or {@code a?b} that no location can reach
 * again; they are refused here.
 */
public record ImageId(String value) {

    private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,255}");

    public ImageId {
        if (value == null || !isId(value)) {
            throw INVALID_REQUEST.because(
                    "The field imageId must be 1 to 255 characters of A-Z a-z 0-9 . _ ~ - and neither . nor ..");
        }
    }

    /** Whether an image can have this name. */
    public static boolean isId(String text) {
        return LEGAL.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
