package dev.glint.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glint.image.Endpoint;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An http proxy through which sources are reached.
 *
 * @param authorization the value of {@code Proxy-Authorization}, a secret: printing the proxy does not show it
 */
record SourceProxy(Endpoint endpoint, Optional<String> authorization) {

    private static final Pattern TEXT = Pattern.compile("(?i)http://(?:([^:@/]+:[^@/]*)@)?([^@/]+:\\d+)/?");

    /** Reads {@code http://[user:password@]host:port}, user and password percent-encoded; empty if it is not that. */
    static Optional<SourceProxy> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Optional<String> authorization = Optional.ofNullable(matcher.group(1))
                    .map(user -> URLDecoder.decode(user.replace("+", "%2B"), UTF_8))
                    .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
            return Endpoint.parse(false, matcher.group(2)).map(endpoint -> new SourceProxy(endpoint, authorization));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Looks the host up, each time anew. */
    InetSocketAddress address() {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
