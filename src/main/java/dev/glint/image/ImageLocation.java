package dev.glint.image;

import static dev.glint.image.StoreFailure.Kind.BAD_STORE_URI;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image is: {@code scheme://[access:secret@]service[/path...]/bucket/id}, as Glance writes and reads it. The
 * schemes {@code s3} and {@code s3+http} mean http, {@code s3+https} means https. Nothing is percent-decoded.
 */
public record ImageLocation(Endpoint endpoint, String bucket, String id, Optional<Credentials> credentials) {

    /** The schemes of locations, in lower case as they must be written. */
    public static final List<String> SCHEMES = List.of("s3", "s3+http", "s3+https");

    private static final Pattern SCHEME =
            Pattern.compile("(" + String.join("|", SCHEMES).replace("+", "\\+") + ")://(.*)", Pattern.DOTALL);
    /** Spaces of any script, control characters, halves of characters, and what would begin a query or a fragment. */
    private static final Pattern ILLEGAL = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cs}?#]|://");
    /** What S3 has ever allowed in the name of a bucket. */
    private static final Pattern BUCKET = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255}");

    private static final int LONGEST_KEY = 1024;
    private static final int LONGEST = 4096;

    /** The location of an image in a bucket, without credentials. */
    public static ImageLocation of(Endpoint endpoint, String bucket, ImageId id) {
        return new ImageLocation(endpoint, bucket, id.value(), Optional.empty());
    }

    /** Whether this is what the name of a bucket can look like. */
    public static boolean isBucket(String text) {
        return BUCKET.matcher(text).matches();
    }

    /**
     * Reads a location.
     *
     * @throws StoreFailure {@code BAD_STORE_URI}, with a sentence that repeats no part of the text: a malformed location can
     *     hold a secret anywhere
     */
    public static ImageLocation parse(String text) {
        if (text.length() > LONGEST) {
            throw malformed("must not be longer than " + LONGEST + " characters");
        }
        Matcher scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            throw malformed("must start with s3://, s3+http:// or s3+https:// in lower case");
        }
        String rest = scheme.group(2).replaceAll("/+$", "");
        if (ILLEGAL.matcher(rest).find()) {
            throw malformed("must not contain a space, a control character, ?, # or a second ://");
        }
        int at = rest.indexOf('@');
        if (at != rest.lastIndexOf('@')) {
            throw malformed("must not contain more than one @");
        }
        String place = rest.substring(at + 1);
        int beforeId = place.lastIndexOf('/');
        int beforeBucket = place.lastIndexOf('/', beforeId - 1);
        if (beforeBucket < 1) {
            throw malformed("must name a service, a bucket and an image id");
        }
        String bucket = place.substring(beforeBucket + 1, beforeId);
        String id = place.substring(beforeId + 1);
        if (!isBucket(bucket)) {
            throw malformed("must name a bucket of letters, digits, dots, dashes and underscores");
        }
        if (id.equals(".") || id.equals("..") || id.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw malformed("must name an image id of at most 1024 bytes that is neither . nor ..");
        }
        Endpoint endpoint = Endpoint.parse(scheme.group(1).equals("s3+https"), place.substring(0, beforeBucket))
                .orElseThrow(() -> malformed("must name a service as host, host:port or host:port/path"));
        return new ImageLocation(endpoint, bucket, id, at < 0 ? Optional.empty() : credentials(rest.substring(0, at)));
    }

    /** Everything before the first colon is the access key; a secret may hold colons of its own. */
    private static Optional<Credentials> credentials(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw malformed("must give credentials as access key, colon, secret key");
        }
        String accessKey = text.substring(0, colon);
        if (!Credentials.isAccessKey(accessKey)) {
            throw malformed("must give " + Credentials.ACCESS_KEY);
        }
        return Optional.of(new Credentials(accessKey, text.substring(colon + 1)));
    }

    private static StoreFailure malformed(String rule) {
        return BAD_STORE_URI.because("A location %s.", rule);
    }

    /** The URI of this location, always without credentials. */
    @Override
    public String toString() {
        return (endpoint.secure() ? "s3+https://" : "s3://") + endpoint.service() + "/" + bucket + "/" + id;
    }
}
