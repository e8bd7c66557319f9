package dev.glint.source;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;
import static dev.glint.image.StoreFailure.Kind.SOURCE_REFUSED;

import dev.glint.image.Endpoint;
import dev.glint.image.StoreFailure;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Which URLs, and behind them which addresses, may be fetched. Names prove nothing: the address is checked where a connection
 * is made to it.
 */
@Singleton
class SourcePolicy {

    private final SourceSettings settings;

    SourcePolicy(SourceSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads a URL that a caller wants to be fetched.
     *
     * @param field of the request that has it
     * @throws StoreFailure {@code INVALID_REQUEST} if it is none, {@code SOURCE_REFUSED} if it is not allowed. Neither sentence
     *     repeats more of it than the host: a query, and even a path, can be a secret
     */
    URI check(String field, String url) {
        try {
            URI uri = new URI(url);
            check(uri);
            return uri;
        } catch (URISyntaxException e) {
            throw INVALID_REQUEST.because(
                    "The field %s must be a valid URL with the name of a host, or an address such as 192.0.2.1.",
                    field);
        }
    }

    /**
     * Checks the URL of a caller or of a redirect.
     *
     * @throws URISyntaxException if its scheme is allowed, but it has no host, or one that programs disagree about
     */
    void check(URI uri) throws URISyntaxException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!settings.allowedSchemes.contains(scheme)) {
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
        if (settings.allowedHosts.isPresent()
                && settings.allowedHosts.get().stream().noneMatch(pattern -> matches(pattern, host))) {
            throw refused("host", "image.source.allowed-hosts");
        }
        int port = uri.getPort() != -1 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (settings.allowedPorts.stream().noneMatch(range -> range.contains(port))) {
            throw refused("port", "image.source.allowed-ports");
        }
    }

    /** The addresses of a host that may be connected to, at least one. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        if (settings.allowPrivateAddresses) {
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
        return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }

    private static StoreFailure refused(String what, String key) {
        return SOURCE_REFUSED.because("The %s of the source is not allowed; see %s.", what, key);
    }
}
