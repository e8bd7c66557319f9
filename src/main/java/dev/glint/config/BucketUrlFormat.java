package dev.glint.config;

import dev.glint.image.Endpoint;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a bucket stands in the host ({@code bucket.host/id}) or in the path ({@code host/bucket/id}) of a URL. */
public enum BucketUrlFormat {
    /** Virtual where AWS serves it, path everywhere else, which every server understands. */
    AUTO,
    VIRTUAL,
    PATH;

    private static final Pattern HOST_NAME = Pattern.compile("(?=.{3,63}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?");
    private static final Pattern EMPTY_LABEL = Pattern.compile("\\.[.-]|-\\.");

    /** Reads a format; case makes no difference, as in Glance. */
    public static Optional<BucketUrlFormat> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.of(AUTO);
            case "virtual", "subdomain" -> Optional.of(VIRTUAL);
            case "path" -> Optional.of(PATH);
            default -> Optional.empty();
        };
    }

    /** Whether URLs of a bucket have it in the path. An IP address has no subdomains, so it always has. */
    public boolean isPath(Endpoint service, String bucket) {
        return switch (this) {
            case AUTO -> !AwsHosts.contains(service.host()) || !isSubdomain(service, bucket);
            case VIRTUAL -> service.isAddress();
            case PATH -> true;
        };
    }

    /** Whether there are URLs of a bucket in this format. */
    public boolean isPossible(Endpoint service, String bucket) {
        return isPath(service, bucket) || isSubdomain(service, bucket);
    }

    /** Whether a bucket can be a subdomain. No certificate is for one with a dot in it. */
    private static boolean isSubdomain(Endpoint service, String bucket) {
        return HOST_NAME.matcher(bucket).matches()
                && !EMPTY_LABEL.matcher(bucket).find()
                && !(service.secure() && bucket.contains("."));
    }
}
