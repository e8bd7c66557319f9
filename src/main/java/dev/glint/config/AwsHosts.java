package dev.glint.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS's own names for S3, present and past: {@code s3.<region>.amazonaws.com}, {@code s3-<region>}, {@code s3.dualstack.<region>},
 * {@code s3-fips...}, private ones below {@code vpce.amazonaws.com}, and the same in China and the other partitions.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/s3.html">Amazon S3 endpoints and quotas</a>
 */
public final class AwsHosts {

    private static final String SUFFIX =
            "(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)";
    private static final Pattern REGIONAL =
            Pattern.compile("(?:[\\w-]+\\.){0,2}s3(?:-fips)?[.-](?:dualstack\\.|fips\\.)?"
                    + "((?:[a-z]{2}|eusc)(?:-[a-z]+){1,3}-\\d+)\\.(?:vpce\\.)?" + SUFFIX);
    private static final Pattern ANY = Pattern.compile("(?:.+\\.)?s3[.-](?:.+\\.)?" + SUFFIX);
    private static final String DEFAULT_REGION = "us-east-1";

    private AwsHosts() {}

    /** Whether a host is one of S3 at AWS. */
    public static boolean contains(String host) {
        return ANY.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** The region that a host names, else {@code us-east-1}: the region of {@code s3.amazonaws.com}, and what other servers expect. */
    static String region(String host) {
        return regionOf(host).orElse(DEFAULT_REGION);
    }

    private static Optional<String> regionOf(String host) {
        Matcher matcher = REGIONAL.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
