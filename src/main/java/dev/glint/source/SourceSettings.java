package dev.glint.source;

import dev.glint.config.Setting;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@link SourceConfig}, checked and parsed. A wrong value stops the start with a sentence that names its key. */
@Singleton
@Startup
class SourceSettings {

    private static final Set<String> KNOWN_SCHEMES = Set.of("http", "https");
    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[\\w.-]+|\\[[0-9A-Fa-f:.]+]");
    /** A list that is set to nothing: no element of a list is empty. */
    private static final List<String> NOTHING = List.of("");

    final Set<String> allowedSchemes;
    /** Names and patterns in lower case; empty allows any host. */
    final Optional<Set<String>> allowedHosts;

    final List<PortRange> allowedPorts;
    final boolean allowPrivateAddresses;
    final Optional<SourceProxy> proxy;
    final SourceLimits limits;
    final Duration connectTimeout;
    final Duration readTimeout;
    final long minRate;

    SourceSettings(SourceConfig config) {
        allowedSchemes = Setting.list(
                        "image.source.allowed-schemes", config.allowedSchemes().orElse(NOTHING))
                .map(scheme -> scheme.matching(KNOWN_SCHEMES::contains, "http, https or both"))
                .collect(Collectors.toUnmodifiableSet());
        allowedHosts = config.allowedHosts().map(SourceSettings::hosts);
        allowedPorts = Setting.list(
                        "image.source.allowed-ports", config.allowedPorts().orElse(NOTHING))
                .map(port -> port.parsed(PortRange::parse, "ports from 1 to 65535, or ranges such as 8000-8999"))
                .toList();
        allowPrivateAddresses = new Setting(config.allowPrivateAddresses()).isTrue();
        proxy = new Setting(config.proxy())
                .ifSet()
                .map(url -> url.parsed(
                        SourceProxy::parse, "http://host:port or http://user:password@host:port, percent-encoded"));
        limits = new SourceLimits(
                new Setting(config.maxSize()).bytes("0", "7E"), new Setting(config.maxDictionary()).bytes("32K", "1G"));
        connectTimeout = new Setting(config.connectTimeout()).time("PT0.001S", "PT24H");
        readTimeout = new Setting(config.readTimeout()).time("PT0.001S", "PT24H");
        minRate = new Setting(config.minRate()).bytes("0", "7E");
    }

    private static Set<String> hosts(List<String> patterns) {
        return Setting.list("image.source.allowed-hosts", patterns)
                .map(host -> host.matching(HOST.asMatchPredicate(), "names of hosts, or *. and a domain"))
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
