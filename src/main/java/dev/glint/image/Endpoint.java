package dev.glint.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of an S3 service: scheme, host, port and, for a service behind a gateway, a path. Two spellings of one
 * address are equal: letter case of the host, a default port written out and slashes at the end make no difference.
 */
public record Endpoint(boolean secure, String host, int port, String path) {

    private static final Pattern SCHEME = Pattern.compile("(?i)(?:http(s)?://)?(.*)", Pattern.DOTALL);
    /** One class for all of the path: a group that is repeated would need stack for each slash. */
    private static final Pattern SERVICE =
            Pattern.compile("([\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?((?:/[\\w.~!$&'()*+,;=:/-]*)?)");
    /** What ends in a number is an IPv4 address. */
    private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?");

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final Pattern ADDRESS = Pattern.compile(IPV4 + "|\\[[0-9a-f:]+(?:(?<=:)" + IPV4 + ")?]");

    /** Reads {@code host[:port][/path]} with or without {@code http://} or {@code https://}; none means http, as in Glance. */
    public static Optional<Endpoint> parse(String text) {
        Matcher matcher = SCHEME.matcher(text);
        return matcher.matches() ? parse(matcher.group(1) != null, matcher.group(2)) : Optional.empty();
    }

    /** Reads {@code host[:port][/path]}; empty where that is no address, or one with credentials, a query or a fragment. */
    public static Optional<Endpoint> parse(boolean secure, String service) {
        Matcher matcher = SERVICE.matcher(service);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = matcher.group(2) == null ? defaultPort(secure) : Integer.parseInt(matcher.group(2));
        if (port < 1 || port > 65535) {
            return Optional.empty();
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        String path = matcher.group(3).replaceAll("/+$", "");
        return isClear(host) ? Optional.of(new Endpoint(secure, host, port, path)) : Optional.empty();
    }

    /**
     * Whether all programs understand a host in the same way. A name they do, an IP address in its usual spelling only: some
     * read {@code 0177.0.0.1} or {@code 127.1} as the address 127.0.0.1.
     */
    public static boolean isClear(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("[") && !NUMERIC.matcher(lower).matches()) {
            return true;
        }
        try {
            // Not all that stands in brackets is an address.
            return ADDRESS.matcher(lower).matches() && new URI("http://" + lower).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether the host is an IP address. */
    public boolean isAddress() {
        return ADDRESS.matcher(host).matches();
    }

    /** {@code host[:port][/path]}, without a scheme and without a default port. */
    public String service() {
        return host + (port == defaultPort(secure) ? "" : ":" + port) + path;
    }

    public URI uri() {
        return URI.create(toString());
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + service();
    }

    /** Written out: a JVM makes that of a record when it is first used, which takes 13 ms of a start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint that
                && secure == that.secure
                && port == that.port
                && host.equals(that.host)
                && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    private static int defaultPort(boolean secure) {
        return secure ? 443 : 80;
    }
}
