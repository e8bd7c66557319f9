package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;

import dev.glint.image.Endpoint;
import dev.glint.image.StoreFailure;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which URLs, and behind them which addresses, may be fetched. Names prove nothing: the address is checked where a connection
 * is made to it.
 */
@Singleton
@Startup
class SourcePolicy {

    private static final Set<String> KNOWN_SCHEMES = Set.of("http", "https");

    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[\\w.-]+|\\[[0-9A-Fa-f:.]+]");

    private final SourceConfig config;
    private final List<PortRange> allowedPorts;

    SourcePolicy(SourceConfig config) {
        this.config = config;
        check(
                KNOWN_SCHEMES.containsAll(config.allowedSchemes()),
                "image.source.allowed-schemes must be of http and https");
        check(
                config.allowedHosts().stream()
                        .flatMap(List::stream)
                        .allMatch(pattern -> HOST.matcher(pattern).matches()),
                "image.source.allowed-hosts must be names of hosts, or *. and a domain");
        this.allowedPorts = config.allowedPorts().stream()
                .flatMap(text -> PortRange.parse(text).stream())
                .toList();
        check(
                allowedPorts.size() == config.allowedPorts().size(),
                "image.source.allowed-ports must be ports from 1 to 65535, or ranges such as 8000-8999");
        check(
                config.proxy().isEmpty()
                        || config.proxy().flatMap(SourceProxy::parse).isPresent(),
                "image.source.proxy must be http://host:port or http://user:password@host:port, percent-encoded");
        check(config.maxSize().asBigInteger().bitLength() < Long.SIZE, "image.source.max-size must be less than 8E");
        check(config.minRate().asBigInteger().bitLength() < Long.SIZE, "image.source.min-rate must be less than 8E");
        check(isPositive(config.connectTimeout()), "image.source.connect-timeout must be PT0.001S to PT24H");
        check(isPositive(config.readTimeout()), "image.source.read-timeout must be PT0.001S to PT24H");
    }

    /**
     * Reads a URL that a caller wants to be fetched.
     *
     * @throws StoreFailure {@code INVALID_REQUEST} if it is none, {@code SOURCE_REFUSED} if it is not allowed. Neither sentence
     *     repeats more of it than the host: a query, and even a path, can be a secret
     */
    URI check(String url) {
        try {
            URI uri = new URI(url);
            check(uri);
            return uri;
        } catch (URISyntaxException e) {
            throw INVALID_REQUEST.because(
                    "The field source must be a valid URL with the name of a host, or an address such as 192.0.2.1.");
        }
    }

    /**
     * Checks a URL, be it a caller's or a redirect's.
     *
     * @throws URISyntaxException if its scheme is allowed, but it has no host, or one that programs disagree about
     */
    void check(URI uri) throws URISyntaxException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!config.allowedSchemes().contains(scheme)) {
            throw refused("scheme", "image.source.allowed-schemes");
        }
        if (uri.parseServerAuthority().getHost() == null) {
            throw new URISyntaxException(uri.toString(), "There is no host");
        }
        if (!Endpoint.isClear(uri.getHost())) {
            throw new URISyntaxException(uri.toString(), "Programs disagree about the address");
        }
        if (uri.getRawUserInfo() != null) {
            throw SOURCE_REFUSED.because("A source must not carry credentials in its URL.");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (config.allowedHosts().isPresent()
                && config.allowedHosts().get().stream().noneMatch(pattern -> matches(pattern, host))) {
            throw refused("host", "image.source.allowed-hosts");
        }
        int port = uri.getPort() != -1 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (allowedPorts.stream().noneMatch(range -> range.contains(port))) {
            throw refused("port", "image.source.allowed-ports");
        }
    }

    /** The addresses of a host that may be connected to, at least one. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        if (config.allowPrivateAddresses()) {
            return addresses;
        }
        InetAddress[] allowed =
                Arrays.stream(addresses).filter(PublicAddresses::contain).toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw SOURCE_REFUSED.because(
                    "The source is not on the public internet; see image.source.allow-private-addresses.");
        }
        return allowed;
    }

    private static boolean matches(String pattern, String host) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        return lower.startsWith("*.") ? host.endsWith(lower.substring(1)) : host.equals(lower);
    }

    private static StoreFailure refused(String what, String key) {
        return SOURCE_REFUSED.because("The %s of the source is not allowed; see %s.", what, key);
    }

    private static boolean isPositive(Duration timeout) {
        return timeout.compareTo(Duration.ofMillis(1)) >= 0 && timeout.compareTo(Duration.ofDays(1)) <= 0;
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new ConfigurationException(sentence + ".");
        }
    }
}
