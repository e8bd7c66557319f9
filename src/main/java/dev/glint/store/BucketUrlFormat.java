package dev.glint.store;

import dev.glint.image.Endpoint;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a bucket stands in the host ({@code bucket.host/id}) or in the path ({@code host/bucket/id}) of a URL. */
enum BucketUrlFormat {
    /** Virtual where AWS serves it, path everywhere else, which every server understands. */
    AUTO,
    VIRTUAL,
    PATH;

    private static final Pattern ADDRESS = Pattern.compile("[\\d.]+|\\[.*");

    static Optional<BucketUrlFormat> parse(String text) {
        return switch (text) {
            case "auto" -> Optional.of(AUTO);
            case "virtual", "subdomain" -> Optional.of(VIRTUAL);
            case "path" -> Optional.of(PATH);
            default -> Optional.empty();
        };
    }

    /** Whether the format can be used on this service: an IP address has no subdomains. */
    boolean isPossibleOn(Endpoint endpoint) {
        return this != VIRTUAL || !ADDRESS.matcher(endpoint.host()).matches();
    }

    /** Whether the SDK is told to keep the bucket in the path. It does so by itself for buckets that are no DNS name. */
    boolean isPathOn(Endpoint endpoint) {
        return this == PATH || this == AUTO && !AwsHosts.contains(endpoint.host());
    }
}
